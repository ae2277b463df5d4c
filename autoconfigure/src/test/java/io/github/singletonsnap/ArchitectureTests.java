package io.github.singletonsnap;

import java.nio.channels.FileChannel;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;

/**
 * Who may know whom.
 */
@AnalyzeClasses(packages = "io.github.singletonsnap", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.singletonsnap";

	private static final Set<String> ENGINE = Set.of(ROOT + ".lock", ROOT + ".registration");

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
		.layer("snapd")
		.definedBy(ROOT + ".snapd")
		.layer("rollout")
		.definedBy(ROOT + ".rollout")
		.layer("annotation")
		.definedBy(ROOT + ".annotation")
		.layer("root")
		.definedBy(ROOT)
		.layer("lock")
		.definedBy(ROOT + ".lock")
		.layer("registration")
		.definedBy(ROOT + ".registration")
		.layer("name")
		.definedBy(ROOT + ".name")
		.layer("state")
		.definedBy(ROOT + ".state")
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
		.whereLayer("snapd")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("rollout")
		.mayOnlyBeAccessedByLayers("actuate", "observation", "autoconfigure")
		.whereLayer("annotation")
		.mayOnlyBeAccessedByLayers("aop")
		.whereLayer("root")
		.mayOnlyBeAccessedByLayers("aop", "actuate", "observation", "event", "snapd", "autoconfigure")
		.whereLayer("lock")
		.mayOnlyBeAccessedByLayers("root")
		.whereLayer("registration")
		.mayOnlyBeAccessedByLayers("root")
		.whereLayer("name")
		.mayOnlyBeAccessedByLayers("root", "lock", "registration", "aop", "rollout", "autoconfigure")
		.whereLayer("state")
		.mayNotAccessAnyLayer()
		.whereLayer("annotation")
		.mayNotAccessAnyLayer();

	@ArchTest
	static final ArchRule noPublicSignatureNamesATypeOfTheEngine = ArchRuleDefinition.codeUnits()
		.that()
		.areDeclaredInClassesThat()
		.resideOutsideOfPackages(ENGINE.toArray(String[]::new))
		.and()
		.areDeclaredInClassesThat()
		.arePublic()
		.and()
		.areNotPrivate()
		.and()
		.areNotPackagePrivate()
		.should(notNameTheEngine());

	@ArchTest
	static final ArchRule coreKnowsNoSpring = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT, ROOT + ".lock", ROOT + ".registration", ROOT + ".name", ROOT + ".state",
				ROOT + ".annotation", ROOT + ".observation", ROOT + ".event")
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
	static final ArchRule onlyRolloutsKnowADatabase = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages(ROOT + ".rollout", ROOT + ".autoconfigure")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.springframework.dao..");

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

	private static ArchCondition<JavaCodeUnit> notNameTheEngine() {
		return new ArchCondition<>("name no type of the engine") {

			@Override
			public void check(JavaCodeUnit unit, ConditionEvents events) {
				Stream<JavaType> types = Stream
					.of(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream(),
							unit.getExceptionTypes().stream().map(JavaType.class::cast))
					.flatMap((some) -> some);
				types.flatMap((type) -> type.getAllInvolvedRawTypes().stream())
					.filter((type) -> ENGINE.contains(type.getPackageName()))
					.forEach((type) -> events
						.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " names " + type.getName())));
			}

		};
	}

}
