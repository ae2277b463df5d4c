package io.github.singletonsnap.aop;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.OnTimeout;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Calls that are skipped while flock(1) holds their lock.
 */
class OnTimeoutTests extends GuardedContext {

	private final AtomicInteger calls = new AtomicInteger();

	@BeforeEach
	void addBeans() {
		this.contextRunner = this.contextRunner
			.withPropertyValues("singleton-snap.snap-timeout=0s", "singleton-snap.config-timeout=0s",
					"singleton-snap.register[0].snap=otelcol")
			.withBean(Agent.class, () -> new Agent(this.calls));
	}

	@Test
	void skippedCallHasAnEmptyResult() throws IOException {
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
			run((agent) -> {
				agent.nothing();
				assertThat(agent.object()).isNull();
				assertThat(agent.string()).isNull();
				assertThat(agent.boxed()).isNull();
				assertThat(agent.optional()).isEmpty();
				assertThat(agent.optionalInt()).isEmpty();
				assertThat(agent.optionalLong()).isEmpty();
				assertThat(agent.optionalDouble()).isEmpty();
				assertThat(agent.future()).isCompletedWithValue(null);
				assertThat(agent.stage().toCompletableFuture()).isCompletedWithValue(null);
				assertThat(agent.mono().blockOptional()).isEmpty();
				assertThat(agent.flux().collectList().block()).isEmpty();
				assertThat(this.calls).hasValue(0);
			});
		}
	}

	@Test
	void callWhoseLockIsFreeIsNotSkipped() {
		run((agent) -> {
			assertThat(agent.optional()).hasValue("ran");
			assertThat(agent.mono().blockOptional()).hasValue("ran");
		});
	}

	@Test
	void snapIsFreeAgainWhenItsCallIsSkippedForAConfigFile() throws IOException {
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..config__etc_x"))) {
			run((agent) -> {
				assertThat(agent.configSkips()).isEmpty();
				assertThat(isFree()).isTrue();
			});
		}
	}

	@Test
	void eachAnnotationDecidesForItsOwnLocks() throws IOException {
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
			run((agent) -> assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(agent::configSkips));
		}
	}

	@Test
	void timeoutInTheBodyIsThrown() throws IOException {
		this.contextRunner.withBean(Caller.class);
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..other"))) {
			this.contextRunner.withBean(Caller.class)
				.run((context) -> assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> context.getBean(Caller.class).call())
					.withMessageContaining("\"other\""));
		}
	}

	@Test
	void badNameIsNotSkipped() {
		run((agent) -> assertThatIllegalArgumentException().isThrownBy(() -> agent.named("a/b")));
	}

	@Test
	void skippedRemovalLeavesTheRegistration() throws IOException {
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
			run((agent) -> {
				assertThat(agent.remove()).isEmpty();
				assertThat(agent.removeMono().blockOptional()).isEmpty();
				assertThat(this.calls).hasValue(0);
				assertThat(this.directory.resolve("LCK..otelcol--otelcol_0")).exists();
			});
		}
	}

	@Test
	void primitiveResultStopsTheStart() {
		this.contextRunner.withBean(Primitive.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Primitive.count() of bean '")
				.hasMessageContaining("it returns int, which has no value for a call that is skipped"));
	}

	private void run(Body body) {
		this.contextRunner.run((context) -> body.run(context.getBean(Agent.class)));
	}

	interface Body {

		void run(Agent agent) throws Exception;

	}

	static class Primitive {

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		int count() {
			return 1;
		}

	}

	static class Caller {

		private final SingletonSnapManager manager;

		Caller(SingletonSnapManager manager) {
			this.manager = manager;
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		void call() {
			this.manager.snapOperation("other").close();
		}

	}

	static class Agent {

		private final AtomicInteger calls;

		Agent(AtomicInteger calls) {
			this.calls = calls;
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		@Nullable Object object() {
			return ran("ran");
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		@Nullable String string() {
			return ran("ran");
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		@Nullable Integer boxed() {
			return ran(1);
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		Optional<String> optional() {
			return ran(Optional.of("ran"));
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		OptionalInt optionalInt() {
			return ran(OptionalInt.of(1));
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		OptionalLong optionalLong() {
			return ran(OptionalLong.of(1));
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		OptionalDouble optionalDouble() {
			return ran(OptionalDouble.of(1));
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		CompletableFuture<String> future() {
			return ran(CompletableFuture.completedFuture("ran"));
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		CompletionStage<String> stage() {
			return ran(CompletableFuture.completedFuture("ran"));
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		Mono<String> mono() {
			return ran(Mono.just("ran"));
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		Flux<String> flux() {
			return ran(Flux.just("ran"));
		}

		@SnapOperation(value = "otelcol", onTimeout = OnTimeout.SKIP)
		void nothing() {
			ran("");
		}

		@SnapOperation("otelcol")
		@ConfigOperation(value = "/etc/x", onTimeout = OnTimeout.SKIP)
		Optional<String> configSkips() {
			return ran(Optional.of("ran"));
		}

		@SnapOperation(value = "#{#snap}", onTimeout = OnTimeout.SKIP)
		void named(String snap) {
			ran("");
		}

		@SnapRemoval(value = "otelcol", onTimeout = OnTimeout.SKIP)
		Optional<String> remove() {
			return ran(Optional.of("ran"));
		}

		@SnapRemoval(value = "otelcol", onTimeout = OnTimeout.SKIP)
		Mono<String> removeMono() {
			return ran(Mono.just("ran"));
		}

		private <T> T ran(T result) {
			this.calls.incrementAndGet();
			return result;
		}

	}

}
