package io.github.singletonsnap;

import java.nio.channels.FileChannel;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
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

	// What the core tells: public records and enums, which anyone may read
	private static final DescribedPredicate<JavaClass> VALUES = JavaClass.Predicates
		.resideInAnyPackage(ROOT + ".lock", ROOT + ".registration")
		.and(HasModifiers.Predicates.modifier(JavaModifier.PUBLIC))
		.and(DescribedPredicate.describe("records or enums", (type) -> type.isRecord() || type.isEnum()));

	@ArchTest
	static final ArchRule packagesKnowOnlyWhatIsBelowThem = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("autoconfigure")
		.definedBy(ROOT + ".autoconfigure")
		.layer("aop")
		.definedBy(ROOT + ".aop")
		.layer("actuate")
		.definedBy(ROOT + ".actuate")
		.layer("observation")
		.definedBy(ROOT + ".observation")
		.layer("event")
		.definedBy(ROOT + ".event")
		.layer("annotation")
		.definedBy(ROOT + ".annotation")
		.layer("root")
		.definedBy(ROOT)
		.layer("lock")
		.definedBy(JavaClass.Predicates.resideInAPackage(ROOT + ".lock").and(DescribedPredicate.not(VALUES)))
		.layer("registration")
		.definedBy(JavaClass.Predicates.resideInAPackage(ROOT + ".registration").and(DescribedPredicate.not(VALUES)))
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("aop")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("actuate")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("observation")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("event")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("annotation")
		.mayOnlyBeAccessedByLayers("aop")
		.whereLayer("root")
		.mayOnlyBeAccessedByLayers("aop", "actuate", "observation", "event", "autoconfigure")
		.whereLayer("lock")
		.mayOnlyBeAccessedByLayers("root")
		.whereLayer("registration")
		.mayOnlyBeAccessedByLayers("root");

	@ArchTest
	static final ArchRule coreKnowsNoSpring = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT, ROOT + ".lock", ROOT + ".registration", ROOT + ".annotation", ROOT + ".observation",
				ROOT + ".event")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	@ArchTest
	static final ArchRule optionalDependenciesAreKnownToOnePackageAndItsWiring = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages(ROOT + ".actuate", ROOT + ".observation", ROOT + ".autoconfigure")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer..", "org.springframework.boot.actuate..");

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
