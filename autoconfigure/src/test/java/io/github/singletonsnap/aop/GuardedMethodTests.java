package io.github.singletonsnap.aop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Annotated methods, seen by flock(1) while their bodies run.
 */
class GuardedMethodTests extends GuardedContext {

	@BeforeEach
	void addBeans() {
		this.contextRunner = this.contextRunner.withPropertyValues("otel.snap=otelcol", "otel.wait=100ms")
			.withBean(Agent.class, () -> new Agent(this.directory));
	}

	@Test
	void bodyRunsUnderTheLockOfTheSnap() {
		run((agent) -> assertThat(agent.install()).containsExactly("LCK..otelcol"));
	}

	@Test
	void bodyRunsUnderTheLocksOfSeveralSnaps() {
		run((agent) -> assertThat(agent.installBoth()).containsExactly("LCK..other", "LCK..otelcol"));
	}

	@Test
	void bodyRunsUnderTheLockOfTheConfigFile() {
		run((agent) -> assertThat(agent.configure()).containsExactly("LCK..config__etc_otelcol_yaml"));
	}

	@Test
	void bodyRunsUnderBothKinds() {
		run((agent) -> assertThat(agent.installAndConfigure()).containsExactly("LCK..otelcol",
				"LCK..config__etc_otelcol_yaml"));
	}

	@Test
	void placeholdersAreResolved() {
		run((agent) -> assertThat(agent.placeholder()).containsExactly("LCK..otelcol"));
	}

	@Test
	void lockFileTellsWhichMethodHoldsIt() {
		run((agent) -> assertThat(agent.record()).contains("* unit=otelcol_0 ").endsWith(" operation=Agent.record\n"));
	}

	@Test
	void lockIsFreeAfterTheMethodThrows() {
		run((agent) -> {
			assertThatIllegalStateException().isThrownBy(agent::fail).withMessage("body");
			assertThat(agent.held()).isEmpty();
		});
	}

	@Test
	void bodyDoesNotRunWhenTheLockIsNotFreeInTime() {
		run((agent) -> {
			try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
				assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(agent::placeholder)
					.withMessageContaining("was not free within 100ms");
			}
			assertThat(agent.calls()).isZero();
		});
	}

	@Test
	void snapIsFreeAgainWhenTheConfigFileIsNotFreeInTime() {
		run((agent) -> {
			try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..config__etc_otelcol_yaml"))) {
				assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(agent::installAndConfigure);
				assertThat(isFree()).isTrue();
			}
			assertThat(agent.calls()).isZero();
		});
	}

	@Test
	void bodyRunsWithoutAFileWhenDisabled() {
		this.contextRunner.withPropertyValues("singleton-snap.enabled=false").run((context) -> {
			assertThat(context.getBean(Agent.class).install()).isEmpty();
			assertThat(context.getBean(Agent.class).calls()).isOne();
		});
	}

	private void run(Body body) {
		this.contextRunner.run((context) -> body.run(context.getBean(Agent.class)));
	}

	interface Body {

		void run(Agent agent) throws Exception;

	}

	static class Agent {

		private final Path directory;

		private int calls;

		Agent(Path directory) {
			this.directory = directory;
		}

		@SnapOperation("otelcol")
		List<String> install() throws IOException {
			return held();
		}

		@SnapOperation({ "other", "otelcol" })
		List<String> installBoth() throws IOException {
			return held();
		}

		@ConfigOperation("/etc/otelcol.yaml")
		List<String> configure() throws IOException {
			return held();
		}

		@ConfigOperation(value = "/etc/otelcol.yaml", timeout = "100ms")
		@SnapOperation("otelcol")
		List<String> installAndConfigure() throws IOException {
			return held();
		}

		@SnapOperation(value = "${otel.snap}", timeout = "${otel.wait}")
		List<String> placeholder() throws IOException {
			return held();
		}

		@SnapOperation("otelcol")
		String record() throws IOException {
			return Files.readString(this.directory.resolve("LCK..otelcol"));
		}

		@SnapOperation("otelcol")
		void fail() {
			throw new IllegalStateException("body");
		}

		// A field of the proxy would always be zero
		int calls() {
			return this.calls;
		}

		List<String> held() throws IOException {
			this.calls++;
			List<String> held = new ArrayList<>();
			for (String name : List.of("LCK..other", "LCK..otelcol", "LCK..config__etc_otelcol_yaml")) {
				if (!Peer.isFreeForFlock(this.directory.resolve(name))) {
					held.add(name);
				}
			}
			return held;
		}

	}

}
