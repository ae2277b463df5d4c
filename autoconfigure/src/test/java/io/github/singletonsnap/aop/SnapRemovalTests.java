package io.github.singletonsnap.aop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Methods that remove a snap.
 */
class SnapRemovalTests extends GuardedContext {

	@BeforeEach
	void addBeans() {
		this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.register[0].snap=otelcol");
	}

	@Test
	void lastUnitRemovesUnderTheLockAndIsRegisteredUntilItIsDone() {
		run((agent, manager) -> {
			assertThat(agent.remove()).hasValue("registered, LCK..otelcol locked");
			assertThat(manager.getUnits("otelcol")).isEmpty();
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void unitThatIsNotTheLastOnlyLeaves() throws IOException {
		Files.createFile(this.directory.resolve("LCK..otelcol__79--charm_0"));
		run((agent, manager) -> {
			assertThat(agent.remove()).isEmpty();
			assertThat(agent.removeNullable()).isNull();
			agent.removeVoid();
			assertThat(agent.calls()).isZero();
			assertThat(manager.getUnits("otelcol")).containsExactly("charm_0");
		});
	}

	@Test
	void unitStaysRegisteredIfItsRemovalThrows() {
		run((agent, manager) -> {
			assertThatIllegalStateException().isThrownBy(agent::fail).withMessage("body");
			assertThat(manager.getUnits("otelcol")).containsExactly("otelcol_0");
		});
	}

	@Test
	void configFileIsLockedToo() {
		run((agent, manager) -> assertThat(agent.removeWithConfig())
			.hasValue("registered, LCK..otelcol locked, LCK..config__etc_x locked"));
	}

	@Test
	void primitiveResultStopsTheStart() {
		this.contextRunner.withBean(Primitive.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Primitive.remove()")
				.hasMessageContaining("it returns boolean, which has no value for a call that is skipped"));
	}

	@Test
	void secondSnapAnnotationStopsTheStart() {
		this.contextRunner.withBean(Both.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("it has @SnapRemoval and @SnapOperation, and a removal takes the lock itself"));
	}

	private void run(Body body) {
		this.contextRunner.withBean(Agent.class, () -> new Agent(this.directory))
			.run((context) -> body.run(context.getBean(Agent.class), context.getBean(SingletonSnapManager.class)));
	}

	interface Body {

		void run(Agent agent, SingletonSnapManager manager) throws Exception;

	}

	static class Primitive {

		@SnapRemoval("otelcol")
		boolean remove() {
			return true;
		}

	}

	static class Both {

		@SnapRemoval("otelcol")
		@SnapOperation("otelcol")
		void remove() {
		}

	}

	static class Agent {

		private final Path directory;

		private int calls;

		Agent(Path directory) {
			this.directory = directory;
		}

		@SnapRemoval("otelcol")
		Optional<String> remove() throws IOException {
			return Optional.of(state());
		}

		@SnapRemoval("otelcol")
		@Nullable String removeNullable() throws IOException {
			return state();
		}

		@SnapRemoval("otelcol")
		void removeVoid() throws IOException {
			state();
		}

		@SnapRemoval("otelcol")
		@ConfigOperation("/etc/x")
		Optional<String> removeWithConfig() throws IOException {
			return Optional.of(state());
		}

		@SnapRemoval("otelcol")
		void fail() {
			throw new IllegalStateException("body");
		}

		int calls() {
			return this.calls;
		}

		private String state() throws IOException {
			this.calls++;
			StringBuilder state = new StringBuilder(
					Files.exists(this.directory.resolve("LCK..otelcol--otelcol_0")) ? "registered" : "unregistered");
			for (String lock : new String[] { "LCK..otelcol", "LCK..config__etc_x" }) {
				if (!Peer.isFreeForFlock(this.directory.resolve(lock))) {
					state.append(", ").append(lock).append(" locked");
				}
			}
			return state.toString();
		}

	}

}
