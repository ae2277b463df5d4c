package io.github.singletonsnap.aop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.aop.other.Elsewhere;
import io.github.singletonsnap.support.GuardedApplication;
import io.github.singletonsnap.support.Peer;
import jakarta.annotation.PostConstruct;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.PriorityOrdered;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Annotated methods that would not be guarded stop the start, and others do not.
 */
class GuardCheckTests extends GuardedContext {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PrivateMethod    | it is private, so only its own class calls it
			FinalMethod      | it is final, so the bean's proxy cannot override it
			StaticMethod     | it is static, so it is called without a bean
			FinalClass       | its class is final, so there can be no proxy of it
			RecordClass      | its class is a record, so there can be no proxy of it
			SealedClass      | its class is sealed, so there can be no proxy of it
			OtherPackage     | it is package-private in another package than
			InheritsPrivate  | it is private
			OnClassFinal     | it is final
			OnClassStatic    | its annotation guards nothing
			InterfaceStatic  | it is static
			OfSpringsFilter  | its class is a GenericFilterBean, whose final init() the server would call on the proxy
			AtCreation       | Spring calls it when it creates or destroys the bean
			PlainFuture      | it returns java.util.concurrent.Future, and nothing tells when that ends
			OtherPublisher   | it returns org.reactivestreams.Publisher, and nothing tells when that ends
			FlowPublisher    | it returns java.util.concurrent.Flow$Publisher, and nothing tells when that ends
			Suspend          | it is a Kotlin suspend function
			BadPlaceholder   | its "${no.such.property}" cannot be resolved
			BadTimeout       | its timeout "soon" is no duration to wait
			BareTimeout      | its timeout "45" is no duration to wait
			NegativeTimeout  | its timeout "-1s" is no duration to wait
			BadExpression    | its expression "#{#snap.}" cannot be parsed
			BadVariable      | its expression "#{#snpa}" uses #snpa, but its parameters are [snap]
			BadPlace         | its expression "#{#p1}" uses #p1, but its parameters are [snap]
			BadName          | its name cannot be locked: "a/b" is not a snap's name
			RelativePath     | its name cannot be locked: cannot lock config file "x.yaml": the path must be absolute
			NoName           | its annotation names nothing to lock
			""")
	void methodThatCannotRunUnderItsLockStopsTheStart(String type, String reason) throws Exception {
		assertThat(Files.readString(Path.of("../docs/annotations.md"))).contains(reason);
		Class<?> beanClass = Class.forName(GuardCheckTests.class.getName() + "$" + type);
		for (String scope : new String[] { "singleton", "prototype", "lazy" }) {
			this.contextRunner.withInitializer((context) -> register(context, "agent", scope, beanClass))
				.run((context) -> assertThat(context).getFailure()
					.isInstanceOf(UnguardedMethodsException.class)
					.hasMessageContaining(" of bean 'agent'")
					.hasMessageContaining(reason));
		}
	}

	private static void register(Object context, String name, String scope, Class<?> beanClass) {
		RootBeanDefinition definition = new RootBeanDefinition(beanClass);
		definition.setLazyInit(scope.equals("lazy"));
		definition.setScope(scope.equals("lazy") ? "singleton" : scope);
		((BeanDefinitionRegistry) context).registerBeanDefinition(name, definition);
	}

	@ParameterizedTest
	@ValueSource(classes = { FinalClass.class, FinalMethod.class })
	void actionNamesWhatOpensClassesInKotlin(Class<?> type) {
		this.contextRunner.withInitializer((context) -> register(context, "agent", "singleton", type))
			.run((context) -> assertThat(refusal(context.getStartupFailure()).getAction()).contains("kotlin-spring"));
	}

	@Test
	void allMethodsAreNamedAtOnce() {
		this.contextRunner.withBean("first", PrivateMethod.class)
			.withBean("second", FinalMethod.class)
			.withBean("third", BadName.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("PrivateMethod.work() of bean 'first'")
				.hasMessageContaining("FinalMethod.work() of bean 'second'")
				.hasMessageContaining("BadName.work() of bean 'third'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void checkRunsThoughAllBeansAreLazy(String proxies) {
		this.contextRunner.withPropertyValues("spring.aop.auto=" + proxies)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(PrivateMethod.class)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(UnguardedMethodsException.class));
	}

	@Test
	void checkRunsThoughTheUserDefinesTheManager() {
		this.contextRunner
			.withBean(SingletonSnapManager.class,
					() -> SingletonSnapManager.builder("own").lockDir(this.directory).build())
			.withBean(PrivateMethod.class)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(UnguardedMethodsException.class));
	}

	@Test
	void beanThatIsCreatedTooEarlyStopsTheStart() {
		this.contextRunner.withUserConfiguration(TooEarly.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnguardedMethodsException.class)
				.hasMessageContaining("Agent.work() of bean 'agent'")
				.hasMessageContaining("the bean has no proxy, which takes the lock: it was created too early"));
	}

	@Test
	void beanThatSpringDidNotCreateStopsTheStart() {
		this.contextRunner
			.withInitializer(
					(context) -> context.getBeanFactory().registerSingleton("agent", new Agent(this.directory)))
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Agent.work() of bean 'agent'")
				.hasMessageContaining("or outside Spring"));
	}

	@ParameterizedTest
	@CsvSource({ "singleton", "prototype", "lazy" })
	void beanIsNotCreatedIfItsProxysInterfacesDoNotHaveTheMethod(String scope) {
		this.contextRunner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withInitializer((context) -> register(context, "agent", scope, NotInInterface.class))
			.run((context) -> assertThat(failureOf(context, "agent")).isNotNull()
				.rootCause()
				.hasMessageContaining("NotInInterface.own() of bean 'agent'")
				.hasMessageContaining("the bean's proxy has only its interfaces, and none of them declares it")
				.hasMessageNotContaining("NotInInterface.get()"));
	}

	private static @Nullable Throwable failureOf(AssertableApplicationContext context, String bean) {
		return (context.getStartupFailure() != null) ? context.getStartupFailure()
				: catchThrowable(() -> context.getBean(bean));
	}

	@ParameterizedTest
	@CsvSource({ "singleton", "prototype", "lazy" })
	void methodThatNoInterfaceHasIsGuardedByAProxyOfTheClass(String scope) {
		this.contextRunner.withInitializer((context) -> register(context, "agent", scope, NotInInterface.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void withoutProxiesTheStartIsStoppedOnlyForAnnotatedMethods() {
		ApplicationContextRunner off = this.contextRunner.withPropertyValues("spring.aop.auto=false");
		off.run((context) -> assertThat(context).hasNotFailed());
		off.withBean(Agent.class, () -> new Agent(this.directory))
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("nothing creates proxies, which take the lock"));
	}

	@Test
	void productOfAFactoryIsChecked() {
		this.contextRunner.withBean("bad", BadFactory.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("FinalMethod.work() of bean 'bad'"));
	}

	@Test
	void productOfAFactoryIsGuarded() {
		this.contextRunner.withBean(Path.class, () -> this.directory)
			.withBean("good", GoodFactory.class)
			.run((context) -> assertThat(context.getBean(Agent.class).work()).isEqualTo("held"));
	}

	@Test
	void finalClassIsGuardedThroughItsInterfaces() {
		this.contextRunner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("agent", FinalWithInterface.class, () -> new FinalWithInterface(this.directory))
			.run((context) -> assertThat(((Supplier<?>) context.getBean("agent")).get()).isEqualTo("held"));
	}

	@Test
	void scopedBeanIsGuarded() {
		this.contextRunner
			.withInitializer((context) -> registerScoped((GenericApplicationContext) context, Agent.class))
			.withBean(Path.class, () -> this.directory)
			.run((context) -> assertThat(context.getBean("scoped", Agent.class).work()).isEqualTo("held"));
	}

	@Test
	void scopedBeanIsChecked() {
		this.contextRunner
			.withInitializer((context) -> registerScoped((GenericApplicationContext) context, FinalMethod.class))
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("FinalMethod.work() of bean 'scopedTarget.scoped'"));
	}

	private static void registerScoped(GenericApplicationContext context, Class<?> type) {
		context.getBeanFactory().registerScope("thread", new SimpleThreadScope());
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setScope("thread");
		var holder = new BeanDefinitionHolder(definition, "scoped");
		context.registerBeanDefinition("scoped",
				ScopedProxyUtils.createScopedProxy(holder, context, true).getBeanDefinition());
	}

	@Test
	void nothingIsCreatedByTheCheck() {
		AtomicInteger created = new AtomicInteger();
		this.contextRunner.withInitializer((context) -> {
			RootBeanDefinition definition = new RootBeanDefinition(Agent.class, () -> {
				created.incrementAndGet();
				return new Agent(this.directory);
			});
			definition.setLazyInit(true);
			((BeanDefinitionRegistry) context).registerBeanDefinition("agent", definition);
		}).run((context) -> {
			assertThat(created).hasValue(0);
			assertThat(context.getBean(Agent.class).work()).isEqualTo("held");
			assertThat(created).hasValue(1);
		});
	}

	@Test
	void allIsGuardedWithoutReactorToo() throws IOException {
		List<String> command = Peer.javaCommand(GuardedApplication.class, this.directory);
		command.replaceAll((argument) -> Stream.of(argument.split(":", -1))
			.filter((part) -> !part.contains("reactor") && !part.contains("reactive-streams"))
			.collect(Collectors.joining(":")));
		try (Peer application = Peer.start(command.toArray(String[]::new))) {
			assertThat(application.readAll()).endsWith("plain: held\nfuture: held\nreactor: absent");
		}
	}

	static class OfSpringsFilter extends OncePerRequestFilter {

		@Override
		@SnapOperation("otelcol")
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
		}

	}

	static class PrivateMethod {

		@SnapOperation("otelcol")
		@SuppressWarnings("UnusedMethod")
		private void work() {
		}

	}

	static class FinalMethod {

		@SnapOperation("otelcol")
		final void work() {
		}

	}

	static class StaticMethod {

		@SnapOperation("otelcol")
		static void work() {
		}

	}

	static final class FinalClass {

		@SnapOperation("otelcol")
		void work() {
		}

	}

	record RecordClass() {

		@SnapOperation("otelcol")
		void work() {
		}

	}

	static sealed class SealedClass {

		@SnapOperation("otelcol")
		void work() {
		}

	}

	static final class OnlySubclass extends SealedClass {

	}

	static class OtherPackage extends Elsewhere {

	}

	static class InheritsPrivate extends PrivateMethod {

	}

	@SnapOperation("otelcol")
	public static class OnClassFinal {

		public final void work() {
		}

	}

	@SnapOperation("otelcol")
	public static class OnClassStatic {

		public static void work() {
		}

	}

	interface WithStatic {

		@SnapOperation("otelcol")
		static void work() {
		}

	}

	static class InterfaceStatic implements WithStatic {

	}

	static class AtCreation {

		@PostConstruct
		@SnapOperation("otelcol")
		void work() {
		}

	}

	static class PlainFuture {

		@SnapOperation("otelcol")
		@Nullable Future<String> work() {
			return null;
		}

	}

	static class OtherPublisher {

		@SnapOperation("otelcol")
		@Nullable Publisher<String> work() {
			return null;
		}

	}

	static class FlowPublisher {

		@SnapOperation("otelcol")
		Flow.@Nullable Publisher<String> work() {
			return null;
		}

	}

	static class Suspend {

		@SnapOperation("otelcol")
		@Nullable Object work(Continuation continuation) {
			return null;
		}

	}

	static class BadPlaceholder {

		@SnapOperation("${no.such.property}")
		void work() {
		}

	}

	static class BadTimeout {

		@SnapOperation(value = "otelcol", timeout = "soon")
		void work() {
		}

	}

	static class BareTimeout {

		@SnapOperation(value = "otelcol", timeout = "45")
		void work() {
		}

	}

	static class NegativeTimeout {

		@SnapOperation(value = "otelcol", timeout = "-1s")
		void work() {
		}

	}

	static class BadExpression {

		@SnapOperation("#{#snap.}")
		void work(String snap) {
		}

	}

	static class BadVariable {

		@SnapOperation("#{#snpa}")
		void work(String snap) {
		}

	}

	static class BadPlace {

		@SnapOperation("#{#p1}")
		void work(String snap) {
		}

	}

	static class BadName {

		@SnapOperation("a/b")
		void work() {
		}

	}

	static class RelativePath {

		@ConfigOperation("x.yaml")
		void work() {
		}

	}

	static class NoName {

		@SnapOperation({})
		void work() {
		}

	}

	public static class NotInInterface implements Supplier<String> {

		@Override
		@SnapOperation("otelcol")
		public String get() {
			return "";
		}

		@SnapOperation("otelcol")
		public void own() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TooEarly {

		@Bean
		static Agent agent() {
			return new Agent(Path.of("."));
		}

		@Bean
		static Early needsItEarly(Agent agent) {
			return new Early();
		}

	}

	// Before the one that creates proxies
	static class Early implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class BadFactory implements FactoryBean<FinalMethod> {

		@Override
		public FinalMethod getObject() {
			return new FinalMethod();
		}

		@Override
		public Class<?> getObjectType() {
			return FinalMethod.class;
		}

	}

	static class GoodFactory implements FactoryBean<Agent> {

		private final Path directory;

		GoodFactory(Path directory) {
			this.directory = directory;
		}

		@Override
		public Agent getObject() {
			return new Agent(this.directory);
		}

		@Override
		public Class<?> getObjectType() {
			return Agent.class;
		}

	}

	static final class FinalWithInterface implements Supplier<String> {

		private final Path directory;

		FinalWithInterface(Path directory) {
			this.directory = directory;
		}

		@Override
		@SnapOperation("otelcol")
		public String get() {
			return new Agent(this.directory).held();
		}

	}

	static class Agent {

		private final Path directory;

		Agent(Path directory) {
			this.directory = directory;
		}

		@SnapOperation("otelcol")
		String work() {
			return held();
		}

		private String held() {
			try {
				return Peer.isFreeForFlock(this.directory.resolve("LCK..otelcol")) ? "free" : "held";
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
