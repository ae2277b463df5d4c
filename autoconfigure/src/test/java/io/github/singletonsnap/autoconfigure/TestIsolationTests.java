package io.github.singletonsnap.autoconfigure;

import java.nio.file.Path;

import io.github.singletonsnap.SingletonSnapManager;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts of Spring's TestContext framework have locks of their own. The application of
 * these tests has a profile file that says otherwise.
 */
class TestIsolationTests {

	private static ConfigurableApplicationContext context(Class<?> testClass) {
		return (ConfigurableApplicationContext) new TestContextManager(testClass).getTestContext()
			.getApplicationContext();
	}

	private static SingletonSnapManager manager(Class<?> testClass) {
		return context(testClass).getBean(SingletonSnapManager.class);
	}

	@Test
	void contextHasADirectoryAndNameOfItsOwnWhateverProfileFilesSay() {
		SingletonSnapManager manager = manager(Plain.class);
		assertThat(manager.getLockDir().getFileName().toString()).startsWith("singleton-snap-test-");
		assertThat(manager.getUnitName()).isEqualTo("test_0");
	}

	@Test
	void directoryIsDeletedWithTheContext() {
		ConfigurableApplicationContext context = context(Closed.class);
		SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
		manager.register("otelcol");
		manager.snapOperation("otelcol").close();
		assertThat(manager.getLockDir()).isNotEmptyDirectory();
		context.close();
		assertThat(manager.getLockDir()).doesNotExist();
	}

	@Test
	void contextsWithTheSameConfigurationAreStillOne() {
		assertThat(context(Plain.class)).isSameAs(context(AsPlain.class));
	}

	@Test
	void contextsHaveADirectoryEach() {
		assertThat(manager(Plain.class).getLockDir()).isNotEqualTo(manager(Inlined.class).getLockDir());
	}

	@Test
	void propertiesOfTheTestClassWin() {
		assertThat(manager(Inlined.class).getUnitName()).isEqualTo("inlined_0");
		assertThat(manager(Sourced.class).getUnitName()).isEqualTo("sourced_0");
		assertThat(manager(Dynamic.class).getUnitName()).isEqualTo("dynamic_0");
	}

	@Test
	void contextWithoutBootIsIsolatedToo() {
		assertThat(manager(Core.class).getUnitName()).isEqualTo("test_0");
	}

	@Test
	void isolationCanBeTurnedOff() {
		assertThat(manager(Shared.class).getUnitName()).isEqualTo("profile_0");
		assertThat(manager(Shared.class).getLockDir()).isEqualTo(Path.of("target/test-isolation").toAbsolutePath());
	}

	@ActiveProfiles("isolation")
	@SpringBootTest(classes = Application.class)
	static class Plain {

	}

	@ActiveProfiles("isolation")
	@SpringBootTest(classes = Application.class)
	static class AsPlain {

	}

	@SpringBootTest(classes = Application.class, properties = "closed=true")
	static class Closed {

	}

	@ActiveProfiles("isolation")
	@SpringBootTest(classes = Application.class, properties = "singleton-snap.unit-name=inlined/0")
	static class Inlined {

	}

	@SpringBootTest(classes = Application.class)
	@TestPropertySource(properties = "singleton-snap.unit-name=sourced/0")
	static class Sourced {

	}

	@SpringBootTest(classes = Application.class)
	static class Dynamic {

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			registry.add("singleton-snap.unit-name", () -> "dynamic/0");
		}

	}

	@SpringJUnitConfig(Application.class)
	static class Core {

	}

	@ActiveProfiles("isolation")
	@SpringBootTest(classes = Application.class, properties = "singleton-snap.test.isolated=false")
	static class Shared {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class })
	static class Application {

	}

}
