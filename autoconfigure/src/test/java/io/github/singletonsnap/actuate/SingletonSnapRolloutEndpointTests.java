package io.github.singletonsnap.actuate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.singletonsnap.actuate.SingletonSnapRolloutDescriptor.GroupDescriptor;
import io.github.singletonsnap.actuate.SingletonSnapRolloutDescriptor.PermitDescriptor;
import io.github.singletonsnap.autoconfigure.SingletonSnapAutoConfiguration;
import io.github.singletonsnap.autoconfigure.SingletonSnapRolloutAutoConfiguration;
import io.github.singletonsnap.autoconfigure.SingletonSnapRolloutEndpointAutoConfiguration;
import io.github.singletonsnap.autoconfigure.SingletonSnapRolloutObservationAutoConfiguration;
import io.github.singletonsnap.rollout.HeldPermit;
import io.github.singletonsnap.rollout.RolloutPermitTimeoutException;
import io.github.singletonsnap.rollout.RolloutPermits;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What operators are told of rollouts: by the endpoint, and by observations.
 */
class SingletonSnapRolloutEndpointTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SingletonSnapAutoConfiguration.class,
				SingletonSnapRolloutAutoConfiguration.class, SingletonSnapRolloutEndpointAutoConfiguration.class,
				SingletonSnapRolloutObservationAutoConfiguration.class))
		.withUserConfiguration(Database.class);

	@BeforeEach
	void expose() {
		this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.unit-name=otelcol/0",
				"singleton-snap.rollout.machine=web-1", "singleton-snap.lock-dir=" + this.directory,
				"management.endpoints.web.exposure.include=*");
	}

	@Test
	void showsWhoIsAtWorkAndWhatToDoIfNobodyElseCanBegin() {
		this.contextRunner.run((context) -> {
			SingletonSnapRolloutEndpoint endpoint = context.getBean(SingletonSnapRolloutEndpoint.class);
			HeldPermit permit = context.getBean(RolloutPermits.class).acquire("collector");
			assertThat(endpoint.rollouts().machine()).isEqualTo("web-1");
			assertThat(endpoint.rollout("collector")).hasValueSatisfying((group) -> {
				assertThat(group.maxUnavailable()).isEqualTo(1);
				assertThat(group.atWork()).isEqualTo(1);
				assertThat(group.hint()).contains("the rollout stands still");
				assertThat(group.permits()).singleElement().satisfies((shown) -> {
					assertThat(shown.machine()).isEqualTo("web-1");
					assertThat(shown.unit()).isEqualTo("otelcol_0");
					assertThat(shown.since()).startsWith("20").endsWith("Z");
				});
			});
			permit.close();
			assertThat(endpoint.rollout("collector").orElseThrow()).isEqualTo(
					new GroupDescriptor("collector", 1, 0, null, List.of(new PermitDescriptor(1, null, null, null))));
			assertThat(endpoint.rollout("other")).isEmpty();
		});
	}

	@Test
	void forgetsAMachine() {
		this.contextRunner.run((context) -> {
			context.getBean(RolloutPermits.class).acquire("collector").closeAfterFailure();
			SingletonSnapRolloutEndpoint endpoint = context.getBean(SingletonSnapRolloutEndpoint.class);
			assertThat(endpoint.forget("collector", "web-1").forgotten()).isTrue();
			assertThat(endpoint.forget("collector", "web-1").forgotten()).isFalse();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.forget("a.b", "web-1"));
		});
	}

	@Test
	void statusTellsWhetherAMachineWasForgotten() {
		this.contextRunner.run((context) -> {
			RolloutPermits permits = context.getBean(RolloutPermits.class);
			SingletonSnapRolloutEndpointWebExtension endpoint = context
				.getBean(SingletonSnapRolloutEndpointWebExtension.class);
			HeldPermit permit = permits.acquire("collector");
			permit.detach();
			WebEndpointResponse<Object> busy = endpoint.forget("collector", "web-1");
			assertThat(busy.getStatus()).isEqualTo(409);
			assertThat(busy.getBody()).asString().contains("another unit's turn on this machine");
			permit.closeAfterFailure();
			assertThat(endpoint.forget("collector", "web-1").getStatus()).isEqualTo(204);
			assertThat(endpoint.forget("collector", "web-1").getStatus()).isEqualTo(404);
			assertThat(endpoint.rollout("other").getStatus()).isEqualTo(404);
			assertThat(endpoint.rollout("collector").getStatus()).isEqualTo(200);
			JdbcClient.create(context.getBean(DataSource.class)).sql("DROP TABLE singleton_snap_rollout").update();
			assertThat(endpoint.rollouts().getStatus()).isEqualTo(503);
			assertThat(endpoint.rollouts().getBody()).asString().contains("the database does not answer");
			assertThat(endpoint.forget("collector", "web-1").getStatus()).isEqualTo(503);
		});
	}

	@Test
	void waitAndWorkAreObserved() {
		CopyOnWriteArrayList<Map<String, String>> observed = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				if ("singleton.snap.rollout".equals(context.getName())) {
					observed.add(context.getLowCardinalityKeyValues()
						.stream()
						.collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue)));
				}
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		this.contextRunner.withBean(ObservationRegistry.class, () -> registry).run((context) -> {
			RolloutPermits permits = context.getBean(RolloutPermits.class);
			permits.acquire("collector").close();
			permits.acquire("collector").closeAfterFailure();
			JdbcClient.create(context.getBean(DataSource.class))
				.sql("UPDATE singleton_snap_rollout SET machine = 'web-2'")
				.update();
			assertThatExceptionOfType(RolloutPermitTimeoutException.class)
				.isThrownBy(() -> permits.acquire("collector"));
			assertThat(observed).extracting((it) -> it.get("group") + " " + it.get("phase") + " " + it.get("outcome"))
				.containsExactly("collector acquire acquired", "collector operation released",
						"collector acquire acquired", "collector operation failed", "collector acquire timeout");
		});
	}

	static class Database {

		@Bean
		DataSource dataSource() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		}

	}

}
