package io.github.singletonsnap.aop;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Locks that are held until a future is completed, seen by flock(1) while it is pending.
 */
@SuppressWarnings("FutureReturnValueIgnored")
class FutureResultsTests extends GuardedContext {

	private final CompletableFuture<String> work = new CompletableFuture<>();

	@BeforeEach
	void addBeans() {
		this.contextRunner = this.contextRunner
			.withPropertyValues("singleton-snap.snap-timeout=0s", "singleton-snap.register[0].snap=otelcol")
			.withBean(Agent.class, () -> new Agent(this.work));
	}

	@Test
	void lockIsHeldUntilTheFutureIsCompleted() {
		run((agent) -> {
			CompletableFuture<String> result = agent.install();
			assertIsHeld();
			List<Boolean> free = new ArrayList<>();
			CompletableFuture<Void> seen = result.thenAccept((value) -> free.add(isFree()));
			this.work.complete("done");
			assertThat(result).isCompletedWithValue("done");
			seen.join();
			assertThat(free).containsExactly(true);
		});
	}

	@Test
	void allLocksOfAStageAreHeldUntilItIsCompleted() {
		run((agent) -> {
			CompletionStage<String> result = agent.stage();
			assertIsHeld();
			assertThat(Peer.isFreeForFlock(this.directory.resolve("LCK..config__etc_x"))).isFalse();
			this.work.complete("done");
			assertThat(result.toCompletableFuture().join()).isEqualTo("done");
			assertThat(isFree()).isTrue();
			assertThat(Peer.isFreeForFlock(this.directory.resolve("LCK..config__etc_x"))).isTrue();
		});
	}

	@Test
	void failureIsPassedOnAsItIsAfterTheLockIsFree() {
		run((agent) -> {
			CompletableFuture<String> result = agent.install();
			List<Object> seen = new ArrayList<>();
			CompletableFuture<String> handled = result.whenComplete((value, failure) -> {
				seen.add(failure);
				seen.add(isFree());
			});
			IllegalStateException failure = new IllegalStateException("work");
			this.work.completeExceptionally(failure);
			assertThat(seen).containsExactly(failure, true);
			assertThat(handled).isCompletedExceptionally();
			assertThatExceptionOfType(CompletionException.class).isThrownBy(result::join).withCause(failure);
		});
	}

	@Test
	void callerThatCancelsDoesNotFreeTheLockOfWorkThatGoesOn() {
		run((agent) -> {
			CompletableFuture<String> result = agent.install();
			assertIsHeld();
			assertThat(result.cancel(true)).isTrue();
			assertThatExceptionOfType(CancellationException.class).isThrownBy(result::join);
			assertThat(this.work).isNotDone();
			assertIsHeld();
			this.work.complete("done");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void subscriberThatGivesUpDoesNotFreeTheLockOfWorkThatGoesOn() {
		run((agent) -> {
			Mono<String> subscribed = Mono.fromFuture(agent.install()).timeout(Duration.ofMillis(10));
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(subscribed::block)
				.withCauseInstanceOf(TimeoutException.class);
			assertIsHeld();
			this.work.complete("done");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void stageThatIsNoFutureIsWaitedForToo() {
		run((agent) -> {
			agent.unconvertible();
			assertIsHeld();
			this.work.complete("done");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void resultOfATypeVariableWithABoundIsWaitedFor() {
		run((agent) -> {
			ComparableFuture work = new ComparableFuture();
			assertThat(agent.bounded(work) == work).isTrue();
			assertIsHeld();
			work.complete("done");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void callerThatGivesUpDoesNotFreeTheLockOfWorkThatGoesOn() {
		run((agent) -> {
			CompletableFuture<String> result = agent.install().orTimeout(1, TimeUnit.MILLISECONDS);
			assertThatExceptionOfType(CompletionException.class).isThrownBy(result::join)
				.withCauseInstanceOf(TimeoutException.class);
			assertIsHeld();
			this.work.complete("done");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void futureThatIsCompletedAlreadyIsReturnedAsItIs() {
		this.work.complete("done");
		run((agent) -> {
			assertThat(agent.install()).isSameAs(this.work);
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void futureThatHasFailedAlreadyIsReturnedAsItIs() {
		this.work.completeExceptionally(new IllegalStateException("work"));
		run((agent) -> {
			assertThat(agent.install()).isSameAs(this.work);
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void noFutureFreesTheLock() {
		run((agent) -> {
			assertThat(agent.none()).isNull();
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void bodyThatThrowsFreesTheLock() {
		run((agent) -> {
			assertThatIllegalStateException().isThrownBy(agent::fail).withMessage("body");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void minimalStageIsWaitedForToo() {
		run((agent) -> {
			CompletionStage<String> result = agent.minimal();
			assertIsHeld();
			this.work.complete("done");
			assertThat(result.toCompletableFuture().join()).isEqualTo("done");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void futureOfAnotherClassStaysOne() {
		OwnFuture<String> own = new OwnFuture<>();
		this.contextRunner.withBean(OwnAgent.class, () -> new OwnAgent(own)).run((context) -> {
			OwnAgent agent = context.getBean(OwnAgent.class);
			CompletableFuture<String> result = agent.install();
			assertIsHeld();
			assertThat(result).isInstanceOf(OwnFuture.class);
			own.complete("done");
			assertThat(result.join()).isEqualTo("done");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void threadWhosePendingFutureHoldsTheLockWaitsLikeAnyOther() throws Exception {
		ExecutorService pool = Executors.newSingleThreadExecutor();
		try {
			run((agent) -> {
				CompletableFuture<String> first = await(pool, agent::install);
				assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(() -> await(pool, agent::install));
				assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(() -> await(pool, agent::sync));
				this.work.complete("done");
				assertThat(first.join()).isEqualTo("done");
				await(pool, agent::sync);
			});
		}
		finally {
			pool.shutdown();
		}
	}

	private static <T> T await(ExecutorService pool, Callable<T> call) throws Throwable {
		try {
			return pool.submit(call).get();
		}
		catch (ExecutionException ex) {
			throw ex.getCause();
		}
	}

	@Test
	void callerThatHoldsTheLockItselfEntersAgainAndLeavesItToTheFuture() {
		this.contextRunner.run((context) -> {
			Agent agent = context.getBean(Agent.class);
			SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
			CompletableFuture<String> result;
			try (var lock = manager.snapOperation("otelcol")) {
				result = agent.install();
				agent.sync();
				manager.assertHeld("otelcol");
			}
			assertIsHeld();
			assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(agent::sync);
			this.work.complete("done");
			assertThat(result.join()).isEqualTo("done");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void lockThatIsNotFreeIsToldByTheCall() {
		run((agent) -> {
			try (Peer peer = Peer.flockHolding(lockFile())) {
				assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(agent::install);
			}
			assertThat(agent.calls()).isZero();
		});
	}

	@Test
	void objectThatIsAFutureIsWaitedFor() {
		run((agent) -> {
			Object result = agent.object(this.work);
			assertIsHeld();
			this.work.complete("done");
			assertThat((CompletableFuture<?>) result).isCompletedWithValueMatching("done"::equals);
			assertThat(isFree()).isTrue();
			assertThat(agent.object("plain")).isEqualTo("plain");
		});
	}

	@Test
	void objectThatEndsLaterInAnotherWayIsRefused() {
		run((agent) -> assertThatIllegalStateException().isThrownBy(() -> agent.object(new FutureTask<>(() -> "")))
			.withMessageContaining("java.util.concurrent.FutureTask, which goes on without the lock"));
	}

	@Test
	void unitIsUnregisteredWhenItsRemovalIsDone() {
		run((agent) -> {
			CompletableFuture<String> result = agent.remove();
			assertIsHeld();
			assertThat(registration()).exists();
			CompletableFuture<Boolean> registered = result.thenApply((value) -> Files.exists(registration()));
			this.work.complete("removed");
			assertThat(result.join()).isEqualTo("removed");
			assertThat(registered.join()).isFalse();
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void unitStaysRegisteredIfItsRemovalFailsOrIsCancelled() {
		run((agent) -> {
			CompletableFuture<String> result = agent.remove();
			this.work.cancel(true);
			assertThat(result).isCompletedExceptionally();
			assertThat(registration()).exists();
			assertThat(agent.remove()).isCompletedExceptionally();
			assertThat(registration()).exists();
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void removalOfASnapThatOthersUseIsSkipped() throws IOException {
		Files.createFile(this.directory.resolve("LCK..otelcol__79--charm_0"));
		run((agent) -> {
			assertThat(agent.remove()).isCompletedWithValue(null);
			assertThat(agent.calls()).isZero();
			assertThat(registration()).doesNotExist();
			assertThat(isFree()).isTrue();
		});
	}

	private Path registration() {
		return this.directory.resolve("LCK..otelcol--otelcol_0");
	}

	private void assertIsHeld() {
		assertThat(isFree()).isFalse();
	}

	private void run(Body body) {
		this.contextRunner.run((context) -> body.run(context.getBean(Agent.class)));
	}

	interface Body {

		void run(Agent agent) throws Throwable;

	}

	static class OwnFuture<T> extends CompletableFuture<T> {

		@Override
		public <U> CompletableFuture<U> newIncompleteFuture() {
			return new OwnFuture<>();
		}

	}

	static class ComparableFuture extends CompletableFuture<String> implements Comparable<ComparableFuture> {

		@Override
		public int compareTo(ComparableFuture other) {
			return 0;
		}

	}

	static class OwnAgent {

		private final OwnFuture<String> work;

		OwnAgent(OwnFuture<String> work) {
			this.work = work;
		}

		@SnapOperation("otelcol")
		CompletableFuture<String> install() {
			return this.work;
		}

	}

	static class Agent {

		private final CompletableFuture<String> work;

		private int calls;

		Agent(CompletableFuture<String> work) {
			this.work = work;
		}

		@SnapOperation("otelcol")
		CompletableFuture<String> install() {
			this.calls++;
			return this.work;
		}

		@SnapOperation("otelcol")
		@ConfigOperation("/etc/x")
		CompletionStage<String> stage() {
			return this.work;
		}

		@SnapOperation("otelcol")
		CompletionStage<String> minimal() {
			return this.work.minimalCompletionStage();
		}

		// As the JDK allows
		@SnapOperation("otelcol")
		@SuppressWarnings("unchecked")
		CompletionStage<String> unconvertible() {
			return (CompletionStage<String>) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { CompletionStage.class }, (proxy, method, arguments) -> {
						if (method.getName().equals("toCompletableFuture")) {
							throw new UnsupportedOperationException();
						}
						return method.invoke(this.work, arguments);
					});
		}

		@SnapOperation("otelcol")
		<T extends Comparable<T>> T bounded(T value) {
			return value;
		}

		@SnapOperation("otelcol")
		@Nullable CompletableFuture<String> none() {
			return null;
		}

		@SnapOperation("otelcol")
		CompletableFuture<String> fail() {
			throw new IllegalStateException("body");
		}

		@SnapOperation("otelcol")
		Object object(Object result) {
			return result;
		}

		@SnapOperation("otelcol")
		String sync() {
			return "";
		}

		@SnapRemoval("otelcol")
		CompletableFuture<String> remove() {
			this.calls++;
			return this.work;
		}

		int calls() {
			return this.calls;
		}

	}

}
