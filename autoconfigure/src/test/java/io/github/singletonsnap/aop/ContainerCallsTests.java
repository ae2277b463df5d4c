package io.github.singletonsnap.aop;

import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that the container calls on the raw bean stop the start, before any of them has
 * run.
 */
class ContainerCallsTests extends GuardedContext {

	@ParameterizedTest
	@ValueSource(classes = { AtCreation.class, AtCreationOfClass.class, AtDestruction.class, Callbacks.class,
			CallbackOfClass.class, InitMethods.class, InferredClose.class, Closeable.class, OverridesCreation.class,
			OverridesDefault.class, InheritsCreation.class, AutowiredMethod.class, ResourceMethod.class,
			AwareMethod.class, Lifecycle.class, StaticFactory.class, FactoryPostProcessor.class, UsedEarly.class })
	void methodThatTheContainerCallsStopsTheStartBeforeItRuns(Class<?> type) {
		this.contextRunner.withUserConfiguration(type)
			.run((context) -> assertThat(refusal(context.getStartupFailure())).isNotNull());
		assertThat(bodies()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnClose.class, LifecycleUnderLock.class, NotPublic.class })
	void otherMethodsOfSuchBeansDoNot(Class<?> type) {
		this.contextRunner.withUserConfiguration(type).run((context) -> assertThat(context).hasNotFailed());
		assertThat(bodies()).doesNotContain("free");
	}

	@Test
	void remedyForARemovalAtShutdownIsShown() {
		this.contextRunner.withUserConfiguration(InferredClose.class)
			.run((context) -> assertThat(refusal(context.getStartupFailure()).getAction())
				.contains("Shut.shutdown() of bean 'shut'")
				.contains("this.manager.removeIfUnused(\"otelcol\", () -> {"));
	}

	public static class AtCreation {

		@PostConstruct
		@SnapOperation("otelcol")
		public void init() {
			body();
		}

	}

	@SnapOperation("otelcol")
	public static class AtCreationOfClass {

		@PostConstruct
		public void init() {
			body();
		}

	}

	public static class AtDestruction {

		@PreDestroy
		@SnapRemoval("otelcol")
		public void end() {
			body();
		}

	}

	public static class Callbacks implements InitializingBean, DisposableBean {

		@Override
		@SnapOperation("otelcol")
		public void afterPropertiesSet() {
			body();
		}

		@Override
		@SnapOperation("otelcol")
		public void destroy() {
			body();
		}

	}

	@SnapOperation("otelcol")
	public static class CallbackOfClass implements InitializingBean {

		@Override
		public void afterPropertiesSet() {
			body();
		}

	}

	public static class Worker {

		@SnapOperation("otelcol")
		public void begin() {
			body();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class InitMethods {

		@Bean(initMethod = "begin")
		Worker worker() {
			return new Worker();
		}

	}

	public static class Shut {

		@SnapRemoval("otelcol")
		public void shutdown() {
			body();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class InferredClose {

		@Bean
		Shut shut() {
			return new Shut();
		}

	}

	public static class Closeable implements AutoCloseable {

		@Override
		@SnapOperation("otelcol")
		public void close() {
			body();
		}

	}

	public static class WithCreation {

		@PostConstruct
		public void init() {
			body();
		}

	}

	public static class OverridesCreation extends WithCreation {

		@Override
		@SnapOperation("otelcol")
		public void init() {
			body();
		}

	}

	@SnapOperation("otelcol")
	public static class InheritsCreation extends WithCreation {

		public void work() {
		}

	}

	interface WithDefault {

		@PostConstruct
		default void init() {
			body();
		}

	}

	public static class OverridesDefault implements WithDefault {

		@Override
		@SnapOperation("otelcol")
		public void init() {
			body();
		}

	}

	public static class AutowiredMethod {

		@Autowired
		@SnapOperation("otelcol")
		public void setEnvironment(Environment environment) {
			body();
		}

	}

	public static class ResourceMethod {

		@Resource
		@SnapOperation("otelcol")
		public void setEnvironment(Environment environment) {
			body();
		}

	}

	public static class AwareMethod implements ApplicationContextAware {

		@Override
		@SnapOperation("otelcol")
		public void setApplicationContext(ApplicationContext context) {
			body();
		}

	}

	public static class Lifecycle implements SmartLifecycle {

		private boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		@SnapOperation("otelcol")
		public void stop() {
			this.running = false;
			body();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	// The method that calls it is guarded too
	@SnapOperation("otelcol")
	public static class LifecycleUnderLock extends Lifecycle {

	}

	@Configuration(proxyBeanMethods = false)
	public static class StaticFactory {

		@Bean
		@SnapOperation("otelcol")
		static StringBuilder text() {
			return new StringBuilder(body());
		}

	}

	public static class FactoryPostProcessor implements BeanFactoryPostProcessor {

		@Override
		@SnapOperation("otelcol")
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
			body();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class UsedEarly {

		@Bean
		static Worker worker() {
			return new Worker();
		}

		@Bean
		static EarlyPostProcessor early(Worker worker) {
			worker.begin();
			return new EarlyPostProcessor();
		}

	}

	public static class EarlyPostProcessor implements BeanPostProcessor, org.springframework.core.PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class OwnClose {

		@Bean(destroyMethod = "")
		Shut shut() {
			return new Shut();
		}

	}

	@SnapOperation("otelcol")
	public static class NotPublic {

		@PostConstruct
		void init() {
		}

		public void work() {
			body();
		}

	}

}
