package io.github.singletonsnap.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.RolloutPermit;
import io.github.singletonsnap.annotation.SnapOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.ExecutableHint;
import org.springframework.aot.hint.FieldHint;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.annotation.AliasFor;
import org.springframework.javapoet.ClassName;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ahead-of-time processing of an application keeps for a native image.
 */
class NativeImageTests {

	private static final String LIBC = "io.github.singletonsnap.lock.LibC$";

	private final RuntimeHints hints = process();

	private static RuntimeHints process() {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("generated", "Application")), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Jna", "Statx", "Variadic" })
	void functionsThatJnaMapsCanBeFound(String mapped) throws Exception {
		assertThat(methodsOf(Class.forName(LIBC + mapped))).accepts(this.hints);
	}

	@Test
	void interfaceThatJnaImplementsCanBeImplemented() throws Exception {
		Class<?> variadic = Class.forName(LIBC + "Variadic");
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(variadic)).accepts(this.hints);
		assertThat(kept(variadic).fields()).extracting(FieldHint::getName)
			.containsExactly(variadic.getDeclaredField("LIBRARY").getName());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	void whatIsKeptOfForeignCallsIsThere() throws Exception {
		List<TypeHint> foreign = this.hints.reflection()
			.typeHints()
			.filter((hint) -> hint.getType().getName().startsWith("java.lang.foreign."))
			.toList();
		assertThat(foreign).hasSize(9);
		for (TypeHint hint : foreign) {
			Class<?> type = load(hint.getType());
			for (ExecutableHint method : hint.methods().toList()) {
				Class<?>[] parameters = method.getParameterTypes()
					.stream()
					.map(NativeImageTests::load)
					.toArray(Class<?>[]::new);
				assertThat(type.getMethod(method.getName(), parameters)).isNotNull();
			}
			for (FieldHint field : hint.fields().toList()) {
				assertThat(type.getField(field.getName())).isNotNull();
			}
		}
	}

	private static Class<?> load(TypeReference type) {
		try {
			String name = type.getName();
			return name.endsWith("[]") ? Class.forName(name.replace("[]", "")).arrayType() : Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { SingletonSnapProperties.class, SingletonSnapProperties.Aop.class,
			SingletonSnapProperties.Snapd.class, SingletonSnapRolloutProperties.class,
			SingletonSnapRolloutProperties.Group.class, SingletonSnapRolloutProperties.Jdbc.class })
	void propertiesCanBeSet(Class<?> properties) {
		assertThat(kept(properties).methods()).extracting(ExecutableHint::getName)
			.containsAll(Stream.of(properties.getMethods())
				.map(Method::getName)
				.filter((name) -> name.startsWith("set"))
				.toList());
	}

	@Test
	void listedSnapsCanBeSet() {
		assertThat(kept(SingletonSnapProperties.Use.class).constructors()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(classes = { Agent.class, Parent.class, Contract.class })
	void methodsOfAGuardedBeanAndOfAllAboveItAreSeen(Class<?> type) {
		assertThat(methodsOf(type)).accepts(this.hints);
	}

	@Test
	void beanThatIsNotGuardedIsLeftAlone() {
		assertThat(methodsOf(Idle.class)).rejects(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { SnapOperation.class, ConfigOperation.class, RolloutPermit.class, Composed.class })
	void annotationsCanBeRead(Class<?> annotation) {
		assertThat(methodsOf(annotation)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(annotation)).accepts(this.hints);
	}

	@Test
	void expressionsCanReadTheirRootAndTheArguments() throws Exception {
		assertThat(methodsOf(Class.forName("io.github.singletonsnap.aop.Expressions$Root"))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Method.class)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(this.hints);
		assertThat(kept(Request.class).methods()).extracting(ExecutableHint::getName).contains("destination");
		assertThat(kept(Destination.class).methods()).extracting(ExecutableHint::getName).contains("snap");
	}

	@Test
	void schemaOfPermitsCanBeFound() {
		String schema = "io/github/singletonsnap/rollout/schema.sql";
		assertThat(getClass().getClassLoader().getResource(schema)).isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(schema)).accepts(this.hints);
	}

	private static Predicate<RuntimeHints> methodsOf(Class<?> type) {
		return RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_METHODS);
	}

	private TypeHint kept(Class<?> type) {
		return Objects.requireNonNull(this.hints.reflection().getTypeHint(type));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class,
			SingletonSnapRolloutAutoConfiguration.class })
	static class Application {

		@Bean
		Agent agent() {
			return new Agent();
		}

		@Bean
		DataSource dataSource() {
			return new SimpleDriverDataSource();
		}

		@Bean
		Idle idle() {
			return new Idle();
		}

	}

	static class Idle {

		void idle() {
		}

	}

	interface Contract {

		@ConfigOperation("/etc/otelcol/config.yaml")
		void configure();

	}

	static class Parent {

		@SnapOperation("#{#request.destination.snap}")
		void refresh(Request request) {
		}

	}

	static class Agent extends Parent implements Contract {

		@Override
		public void configure() {
		}

		@RolloutPermit("collector")
		@Composed("otelcol")
		void install() {
		}

	}

	record Request(Destination destination) {

	}

	record Destination(String snap) {

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@SnapOperation("")
	@interface Composed {

		@AliasFor(annotation = SnapOperation.class, attribute = "value")
		String[] value();

	}

}
