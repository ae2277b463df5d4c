package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.observation.DefaultSnapLockObservationConvention;
import io.github.singletonsnap.observation.ObservedSnapLocks;
import io.github.singletonsnap.observation.SnapLockObservationContext;
import io.github.singletonsnap.support.FakeSnapd;
import io.github.singletonsnap.support.Peer;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a registry gets of the locks, and that without one nothing is observed.
 */
class SingletonSnapObservationTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	@BeforeEach
	void createRunner() {
		this.observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class,
					SingletonSnapObservationAutoConfiguration.class))
			.withPropertyValues("singleton-snap.unit-name=otelcol/0", "singleton-snap.lock-dir=" + this.directory);
	}

	private ApplicationContextRunner observed() {
		return this.contextRunner.withBean(ObservationRegistry.class, () -> this.observations);
	}

	@Test
	void waitAndHoldAreTimedByKindNameAndOutcome() {
		observed().run((context) -> {
			SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
			try (SnapLock lock = manager.snapOperation("otelcol")) {
				assertThat(count("singleton.snap.acquire", "snap", "otelcol", "acquired")).isOne();
				assertThat(this.meters.get("singleton.snap.operation.active").longTaskTimer().activeTasks()).isOne();
			}
			assertThat(count("singleton.snap.operation", "snap", "otelcol", "released")).isOne();
			assertThat(this.meters.get("singleton.snap.operation.active").longTaskTimer().activeTasks()).isZero();
			assertThat(this.meters.get("singleton.snap.operation").timer().getId().getTags()).extracting(Tag::getKey)
				.containsExactlyInAnyOrder("error", "kind", "name", "outcome");
		});
	}

	@Test
	void requestThatTimesOutIsTimed() {
		observed().run((context) -> {
			SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
			try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
				assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> manager.snapOperation("otelcol", Duration.ZERO));
			}
			assertThat(count("singleton.snap.acquire", "snap", "otelcol", "timeout")).isOne();
			assertThat(
					this.meters.get("singleton.snap.acquire").tag("error", "SnapLockTimeoutException").timer().count())
				.isOne();
			assertThat(this.meters.find("singleton.snap.operation").timer()).isNull();
		});
	}

	@Test
	void waitForSnapdIsAnEvent() throws IOException {
		Path socket = this.directory.resolve("snapd.socket");
		try (FakeSnapd snapd = new FakeSnapd(socket).busyWith(FakeSnapd.CHANGE)) {
			observed().withPropertyValues("singleton-snap.snapd.socket=" + socket).run((context) -> {
				SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
				assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> manager.snapOperation("otelcol", Duration.ofMillis(50)));
				assertThat(this.meters.get("singleton.snap.acquire.snapd.busy").counter().count()).isOne();
				assertThat(count("singleton.snap.acquire", "snap", "otelcol", "timeout")).isOne();
			});
		}
	}

	@Test
	void configFilesShareOneNameHoweverManyThereAre() {
		observed().run((context) -> {
			SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
			for (int i = 0; i < 20; i++) {
				manager.configOperation(Path.of("/etc/otel/" + i + ".yaml")).close();
			}
			assertThat(count("singleton.snap.operation", "config", "config", "released")).isEqualTo(20);
			assertThat(this.meters.find("singleton.snap.operation").timers()).hasSize(1);
		});
	}

	private long count(String name, String kind, String lock, String outcome) {
		return this.meters.get(name).tags("kind", kind, "name", lock, "outcome", outcome).timer().count();
	}

	@Test
	void observationsAreChildrenOfTheCurrentOneAndNeverCurrentThemselves() {
		observed().run((context) -> {
			Contexts contexts = new Contexts(new CopyOnWriteArrayList<>());
			this.observations.observationConfig().observationHandler(contexts);
			SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
			Observation parent = Observation.start("request", this.observations);
			try (Observation.Scope scope = parent.openScope();
					SnapLock lock = manager.operation("write")
						.config(Path.of("/etc/otel.yaml"))
						.timeout(Duration.ZERO)
						.acquire()) {
				assertThat(this.observations.getCurrentObservation()).isSameAs(parent);
			}
			assertThat(contexts.stopped()).extracting(Observation.Context::getName)
				.containsExactly("singleton.snap.acquire", "singleton.snap.operation");
			assertThat(contexts.stopped()).extracting(Observation.Context::getContextualName)
				.containsExactly("acquire config", "hold config");
			assertThat(contexts.stopped()).allSatisfy((stopped) -> {
				assertThat(stopped.getParentObservation()).isSameAs(parent);
				assertThat(stopped.getHighCardinalityKeyValues())
					.isEqualTo(KeyValues.of("config", "/etc/otel.yaml", "operation", "write", "unit", "otelcol_0"));
			});
		});
	}

	@Test
	void conventionCanBeReplacedByABean() {
		observed().withBean(DefaultSnapLockObservationConvention.class, UnitConvention::new).run((context) -> {
			context.getBean(SingletonSnapManager.class).snapOperation("otelcol").close();
			assertThat(this.meters.get("singleton.snap.acquire").tag("unit", "otelcol_0").timer().count()).isOne();
			assertThat(this.meters.get("singleton.snap.operation").tag("unit", "otelcol_0").timer().count()).isOne();
		});
	}

	@Test
	void nothingIsObservedWithoutARegistry() {
		this.contextRunner
			.run((context) -> assertThat(observers(context.getBeansOfType(SnapLockListener.class).values())).isEmpty());
		this.contextRunner.withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP).run((context) -> {
			context.getBean(SingletonSnapManager.class).snapOperation("otelcol").close();
			assertThat(observers(context.getBeansOfType(SnapLockListener.class).values())).isEmpty();
			assertThat(observers(context.getBeanProvider(SnapLockListener.class).stream().toList())).isEmpty();
		});
		observed().run(
				(context) -> assertThat(observers(context.getBeansOfType(SnapLockListener.class).values())).hasSize(1));
	}

	private static List<SnapLockListener> observers(Iterable<SnapLockListener> all) {
		return StreamSupport.stream(all.spliterator(), false).filter(ObservedSnapLocks.class::isInstance).toList();
	}

	@Test
	void registryOfBootIsFound() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + this.directory)) {
			context.getBean(SingletonSnapManager.class).snapOperation("otelcol").close();
			assertThat(context.getBean(MeterRegistry.class)
				.get("singleton.snap.operation")
				.tags("kind", "snap", "name", "otelcol", "outcome", "released")
				.timer()
				.count()).isOne();
		}
	}

	record Contexts(List<Observation.Context> stopped) implements ObservationHandler<SnapLockObservationContext> {

		@Override
		public void onStop(SnapLockObservationContext context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof SnapLockObservationContext;
		}

	}

	static class UnitConvention extends DefaultSnapLockObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(SnapLockObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("unit", context.getRequest().unit());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
