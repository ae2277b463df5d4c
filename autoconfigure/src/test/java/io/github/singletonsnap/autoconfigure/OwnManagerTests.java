package io.github.singletonsnap.autoconfigure;

import java.nio.file.Path;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SingletonSnapManagerBuilder;
import io.github.singletonsnap.SnapLockListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever builds the manager without the listeners is told, once, what is missing.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnManagerTests {

	private static final String WARNING = "was built without the application's listeners";

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
	void managerWithoutListenersIsWarnedOfOnce(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(WithoutListeners.class)
			.run((context) -> assertThat(output).containsOnlyOnce("The manager \"ownManager\" is not the "
					+ "auto-configured one, and " + WARNING + ": there are no metrics and no events"));
	}

	@Test
	void managerWithListenersIsNotWarnedOf(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(WithListeners.class).run((context) -> {
			assertThat(context.getBean(SingletonSnapManager.class).getUnitName()).isEqualTo("own_0");
			assertThat(output).doesNotContain(WARNING);
		});
	}

	@Test
	void managerThatIsAutoConfiguredIsNotWarnedOf(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(output).doesNotContain(WARNING));
		this.contextRunner.withPropertyValues("singleton-snap.enabled=false", "spring.main.lazy-initialization=true")
			.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Test
	void managerOfAParentIsNotWarnedOf(CapturedOutput output) {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent).run((context) -> {
			assertThat(context.getBean(SingletonSnapManager.class))
				.isSameAs(parent.getBean(SingletonSnapManager.class));
			assertThat(output).doesNotContain(WARNING);
		}));
	}

	@Test
	void mockInATestIsNotWarnedOf(CapturedOutput output) throws Exception {
		MockedManager test = new MockedManager();
		new TestContextManager(MockedManager.class).prepareTestInstance(test);
		assertThat(test.manager).isNotNull();
		assertThat(output).doesNotContain(WARNING);
	}

	@SpringBootTest(classes = Application.class)
	static class MockedManager {

		@MockitoBean
		SingletonSnapManager manager;

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutListeners {

		@Bean
		SingletonSnapManager ownManager(SingletonSnapProperties properties) {
			return SingletonSnapManager.builder("own/0").lockDir(properties.getLockDir()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithListeners {

		@Bean
		SingletonSnapManager ownManager(SingletonSnapProperties properties,
				ObjectProvider<SnapLockListener> listeners) {
			SingletonSnapManagerBuilder builder = SingletonSnapManager.builder("own/0")
				.lockDir(properties.getLockDir());
			listeners.orderedStream().forEach(builder::listener);
			return builder.build();
		}

	}

}
