package io.github.singletonsnap;

import java.nio.channels.FileChannel;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;

/**
 * Who may know whom.
 */
@AnalyzeClasses(packages = "io.github.singletonsnap", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.singletonsnap";

	@ArchTest
	static final ArchRule packagesKnowOnlyWhatIsBelowThem = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("autoconfigure")
		.definedBy(ROOT + ".autoconfigure")
		.layer("aop")
		.definedBy(ROOT + ".aop")
		.layer("annotation")
		.definedBy(ROOT + ".annotation")
		.layer("root")
		.definedBy(ROOT)
		.layer("lock")
		.definedBy(ROOT + ".lock")
		.layer("registration")
		.definedBy(ROOT + ".registration")
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("aop")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("annotation")
		.mayOnlyBeAccessedByLayers("aop")
		.whereLayer("root")
		.mayOnlyBeAccessedByLayers("aop", "autoconfigure")
		.whereLayer("lock")
		.mayOnlyBeAccessedByLayers("root")
		.whereLayer("registration")
		.mayOnlyBeAccessedByLayers("root");

	@ArchTest
	static final ArchRule coreKnowsNoSpring = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT, ROOT + ".lock", ROOT + ".registration", ROOT + ".annotation")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	@ArchTest
	static final ArchRule onlyTheLockKnowsJna = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackage(ROOT + ".lock")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("com.sun.jna..");

	// FileChannel.lock() is fcntl(2), which flock(2) does not see
	@ArchTest
	static final ArchRule nobodyLocksThroughNio = ArchRuleDefinition.noClasses()
		.should()
		.callMethodWhere(JavaCall.Predicates
			.target(HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(FileChannel.class)))
			.and(JavaCall.Predicates.target(HasName.Predicates.nameMatching("lock|tryLock"))));

}
