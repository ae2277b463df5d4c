package io.github.singletonsnap.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.event.SnapRemovalSkippedEvent;
import io.github.singletonsnap.state.SnapLockRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which listeners a manager tells.
 */
class ContextListenersTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner();

	@BeforeEach
	void createRunner() {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class))
			.withPropertyValues("singleton-snap.unit-name=otelcol/0", "singleton-snap.lock-dir=" + this.directory);
	}

	@Test
	void listenerMayNeedTheManager() {
		this.contextRunner.withBean(NeedsTheManager.class).run((context) -> {
			lock(context);
			assertThat(context.getBean(NeedsTheManager.class).told).containsExactly("otelcol_0: otelcol");
		});
	}

	@Test
	void whatBeansDoWhileTheyAreInitializedIsTold() {
		this.contextRunner.withBean(Early.class)
			.withBean(Recorder.class)
			.run((context) -> assertThat(context.getBean(Recorder.class).told).containsExactly("early"));
	}

	@Test
	void managerOfTheApplicationHasListenersToo() {
		this.contextRunner.withUserConfiguration(OwnManager.class).withBean(Recorder.class).run((context) -> {
			lock(context);
			assertThat(context.getBean(Recorder.class).told).containsExactly("otelcol");
		});
	}

	@Test
	void listenerThatTheManagerHasAlreadyIsToldOnce() {
		Recorder recorder = new Recorder();
		this.contextRunner.withBean(Recorder.class, () -> recorder)
			.withBean(SingletonSnapManager.class,
					() -> SingletonSnapManager.builder("own/0").lockDir(this.directory).listener(recorder).build())
			.run((context) -> {
				lock(context);
				assertThat(recorder.told).containsExactly("otelcol");
			});
	}

	@Test
	void listenersOfAChildAreToldOfTheManagerOfItsParentUntilItIsClosed() {
		this.contextRunner.withBean("of the parent", Recorder.class).run((parent) -> {
			Recorder closed = new Recorder();
			this.contextRunner.withParent(parent)
				.withBean("of the child", Recorder.class, () -> closed)
				.run((child) -> {
					lock(child);
					assertThat(child.getBean(SingletonSnapManager.class))
						.isSameAs(parent.getBean(SingletonSnapManager.class));
				});
			lock(parent);
			assertThat(closed.told).containsExactly("otelcol");
			assertThat(parent.getBean(Recorder.class).told).containsExactly("otelcol", "otelcol");
		});
	}

	@Test
	void eventIsPublishedOnceInEachContext() {
		SingletonSnapManager.builder("b/0").lockDir(this.directory).build().register("otelcol");
		this.contextRunner.withUserConfiguration(Skipped.class)
			.run((parent) -> this.contextRunner.withParent(parent).withUserConfiguration(Skipped.class).run((child) -> {
				child.getBean(SingletonSnapManager.class).removeIfUnused("otelcol", () -> {
				});
				assertThat(child.getBean(Skipped.class).events).hasSize(1);
				assertThat(parent.getBean(Skipped.class).events).hasSize(1);
			}));
	}

	private static void lock(ApplicationContext context) {
		context.getBean(SingletonSnapManager.class).snapOperation("otelcol").close();
	}

	static class Recorder implements SnapLockListener {

		final List<String> told = new CopyOnWriteArrayList<>();

		@Override
		public Progress requested(SnapLockRequest request) {
			this.told.add(request.name());
			return new Progress() {
			};
		}

	}

	static class NeedsTheManager extends Recorder {

		private final SingletonSnapManager manager;

		NeedsTheManager(SingletonSnapManager manager) {
			this.manager = manager;
		}

		@Override
		public Progress requested(SnapLockRequest request) {
			this.told.add(this.manager.getUnitName() + ": " + request.name());
			return new Progress() {
			};
		}

	}

	static class Early implements InitializingBean {

		private final SingletonSnapManager manager;

		Early(SingletonSnapManager manager) {
			this.manager = manager;
		}

		@Override
		public void afterPropertiesSet() {
			this.manager.snapOperation("early").close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		SingletonSnapManager own() {
			return SingletonSnapManager.inMemory("own/0");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Skipped {

		final List<SnapRemovalSkippedEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void onSkippedRemoval(SnapRemovalSkippedEvent event) {
			this.events.add(event);
		}

	}

}
