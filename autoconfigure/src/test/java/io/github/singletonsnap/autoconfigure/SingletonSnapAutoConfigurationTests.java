package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.state.SnapLockRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What beans there are, and how properties reach them.
 */
@ExtendWith(OutputCaptureExtension.class)
class SingletonSnapAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class));

	@TempDir
	Path directory;

	private ApplicationContextRunner unitRunner;

	@BeforeEach
	void createUnitRunner() {
		this.unitRunner = this.contextRunner.withPropertyValues("singleton-snap.unit-name=otelcol/0",
				"singleton-snap.lock-dir=" + this.directory);
	}

	@Test
	void managerIsThereWithItsDefaults() {
		this.unitRunner.run((context) -> {
			SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
			assertThat(manager.getUnitName()).isEqualTo("otelcol_0");
			assertThat(manager.getLockDir()).isEqualTo(this.directory.toRealPath());
			assertThat(manager.getSnapTimeout()).isEqualTo(Duration.ofSeconds(30));
			assertThat(manager.getConfigTimeout()).isEqualTo(Duration.ofSeconds(3));
			assertThat(context).hasBean("singletonSnapAdvisor");
		});
	}

	@Test
	void propertiesReachTheManager() {
		this.unitRunner
			.withPropertyValues("singleton-snap.snap-timeout=1m", "singleton-snap.config-timeout=0s",
					"singleton-snap.lock-dir=" + this.directory.resolve("new"),
					"singleton-snap.lock-dir-permissions=rwxrwx---", "singleton-snap.lock-file-permissions=rw-rw----")
			.run((context) -> {
				SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
				assertThat(manager.getSnapTimeout()).isEqualTo(Duration.ofMinutes(1));
				assertThat(manager.getConfigTimeout()).isZero();
				manager.snapOperation("otelcol").close();
				assertThat(permissions("new")).isEqualTo("rwxrwx---");
				assertThat(permissions("new/LCK..otelcol")).isEqualTo("rw-rw----");
			});
	}

	private String permissions(String path) throws Exception {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory.resolve(path)));
	}

	@Test
	void unitNameIsThatOfJujuByDefault() {
		this.contextRunner.withPropertyValues("JUJU_UNIT_NAME=collector/7", "singleton-snap.lock-dir=" + this.directory)
			.run((context) -> assertThat(context.getBean(SingletonSnapManager.class).getUnitName())
				.isEqualTo("collector_7"));
	}

	@Test
	void unitNameThatIsNotJujusIsWarnedOfOnce(CapturedOutput output) {
		this.unitRunner.withPropertyValues("JUJU_UNIT_NAME=otelcol/1")
			.run((context) -> assertThat(context.getBean(SingletonSnapManager.class).getUnitName())
				.isEqualTo("otelcol_0"));
		assertThat(output)
			.containsOnlyOnce("This unit is otelcol/0, as singleton-snap.unit-name says, although JUJU_UNIT_NAME is "
					+ "otelcol/1.")
			.contains("set it to ${JUJU_UNIT_NAME:otelcol/0}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "otelcol/0", "otelcol_0", "" })
	void unitNameThatIsJujusTooIsNotWarnedOf(String ofJuju, CapturedOutput output) {
		this.unitRunner.withPropertyValues("JUJU_UNIT_NAME=" + ofJuju)
			.run((context) -> assertThat(output).doesNotContain("WARN"));
	}

	@Test
	void registrationDirReachesTheManager() {
		Path registrations = this.directory.resolve("registrations");
		this.unitRunner
			.withPropertyValues("singleton-snap.registration-dir=" + registrations,
					"singleton-snap.register[0].snap=otelcol", "singleton-snap.register[0].revision=80")
			.run((context) -> assertThat(registrations.toFile().list())
				.containsExactly("LCK..otelcol--rev80__otelcol_0"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "relative", "/proc/nowhere" })
	void registrationDirThatIsNotUsableIsNamed(String path) {
		this.unitRunner.withPropertyValues("singleton-snap.registration-dir=" + path)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((cause) -> assertThat(context.getStartupFailure())
					.hasStackTraceContaining("Property singleton-snap.registration-dir is not usable: ")));
	}

	@Test
	void unitWhoseStartIsRefusedIsNotRegistered() {
		this.unitRunner
			.withPropertyValues("singleton-snap.register[0].snap=otelcol", "singleton-snap.register[0].revision=80")
			.withBean(Lifecycle.class, Refusing::new)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(this.directory).isEmptyDirectory();
			});
	}

	@Test
	void managerBacksOffWhenUserDefinesOne() {
		this.contextRunner.withBean(Directory.class, () -> new Directory(this.directory))
			.withUserConfiguration(OwnManager.class)
			.run((context) -> assertThat(context.getBean(SingletonSnapManager.class).getUnitName()).isEqualTo("own"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "FALSE" })
	void managerIsInMemoryWhenDisabledAndOneWarningSaysSo(String enabled, CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("singleton-snap.enabled=" + enabled, "singleton-snap.lock-dir=" + this.directory,
					"singleton-snap.register[0].snap=otelcol")
			.run((context) -> {
				SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
				assertThat(manager.getUnitName()).isEqualTo("local_0");
				assertThat(manager.getSnaps()).containsExactly("otelcol");
				manager.snapOperation("otelcol").close();
				assertThat(this.directory).isEmptyDirectory();
				assertThat(output).containsOnlyOnce("locks exclude within this process only");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "singleton-snap.enabled=", "singleton-snap.enabled=maybe" })
	void locksAreNotOffByMistake(String property) {
		this.unitRunner.withPropertyValues(property).run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void listedSnapsAreRegisteredAtEveryStart() throws IOException {
		String[] listed = { "singleton-snap.register[0].snap=otelcol", "singleton-snap.register[0].revision=80",
				"singleton-snap.register[1].snap=other" };
		Path registration = this.directory.resolve("LCK..otelcol--rev80__otelcol_0");
		this.unitRunner.withPropertyValues(listed).run((context) -> {
			assertThat(registration).exists();
			assertThat(this.directory.resolve("LCK..other--otelcol_0")).exists();
		});
		Files.setLastModifiedTime(registration, FileTime.fromMillis(0));
		this.unitRunner.withPropertyValues(listed)
			.run((context) -> assertThat(context.getBean(SingletonSnapManager.class).getRegistrations("otelcol"))
				.singleElement()
				.satisfies((found) -> assertThat(found.lastSeen()).isAfter(Instant.EPOCH)));
	}

	@Test
	void defaultsAreThoseOfTheBuilder() {
		this.contextRunner.withPropertyValues("singleton-snap.unit-name=a", "singleton-snap.enabled=true")
			.withBean(SingletonSnapManager.class,
					() -> SingletonSnapManager.builder("a").lockDir(this.directory).build())
			.run((context) -> {
				SingletonSnapProperties properties = context.getBean(SingletonSnapProperties.class);
				assertThat(properties.getLockDir()).isEqualTo(Path.of("/run/lock/singleton_snaps"));
				assertThat(properties.getLockDirPermissions()).isEqualTo("rwxr-xr-x");
				assertThat(properties.getLockFilePermissions()).isEqualTo("rw-------");
				assertThat(properties.getHoldWarning()).isEqualTo(Duration.ofMinutes(5));
			});
	}

	@Test
	void beansThatObserveAreToldOfEachRequest() {
		List<SnapLockRequest> requests = new ArrayList<>();
		this.unitRunner.withBean(SnapLockListener.class, () -> (request) -> {
			requests.add(request);
			return new Progress() {
			};
		}).run((context) -> {
			context.getBean(SingletonSnapManager.class).snapOperation("otelcol").close();
			assertThat(requests).extracting(SnapLockRequest::name).containsExactly("otelcol");
		});
	}

	@Test
	void advisorStandsOutsideTransactionsByDefault() {
		this.unitRunner.run((context) -> assertThat(context.getBean("singletonSnapAdvisor", Ordered.class).getOrder())
			.isLessThan(Ordered.LOWEST_PRECEDENCE));
	}

	@Test
	void advisorOrderCanBeChanged() {
		this.unitRunner.withPropertyValues("singleton-snap.aop.order=7")
			.run((context) -> assertThat(context.getBean("singletonSnapAdvisor", Ordered.class).getOrder())
				.isEqualTo(7));
	}

	record Directory(Path path) {

	}

	/**
	 * As a web server whose port is taken.
	 */
	private static final class Refusing implements SmartLifecycle {

		@Override
		public void start() {
			throw new IllegalStateException("refused");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		SingletonSnapManager ownManager(Directory directory) {
			return SingletonSnapManager.builder("own").lockDir(directory.path()).build();
		}

	}

}
