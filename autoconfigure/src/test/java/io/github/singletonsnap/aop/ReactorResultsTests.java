package io.github.singletonsnap.aop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.support.Peer;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.aop.framework.AopContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Locks that are held by a subscription, seen by flock(1) while it lasts.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ReactorResultsTests extends GuardedContext {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final Work work = new Work();

	@BeforeEach
	void addBeans() {
		this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.register[0].snap=otelcol")
			.withBean(Agent.class, () -> new Agent(this.work));
	}

	@Test
	void nothingHappensBeforeTheSubscription() {
		run((agent) -> {
			agent.mono();
			agent.flux();
			assertThat(this.work.calls.get()).isZero();
			assertThat(lockFile()).doesNotExist();
		});
	}

	@Test
	void monoHoldsTheLockUntilItsValueIsThere() {
		run((agent) -> {
			List<Boolean> free = new CopyOnWriteArrayList<>();
			Disposable subscription = agent.mono().doOnSuccess((value) -> free.add(isFree())).subscribe();
			this.work.running.await();
			assertThat(isFree()).isFalse();
			this.work.one.tryEmitValue("done").orThrow();
			while (!subscription.isDisposed()) {
				Thread.onSpinWait();
			}
			assertThat(free).containsExactly(true);
		});
	}

	@Test
	void fluxHoldsTheLockUntilItsEnd() {
		run((agent) -> {
			List<Boolean> free = new CopyOnWriteArrayList<>();
			agent.flux().doOnNext((value) -> free.add(isFree())).doOnComplete(() -> free.add(isFree())).subscribe();
			this.work.running.await();
			assertThat(isFree()).isFalse();
			this.work.many.tryEmitNext("first").orThrow();
			this.work.many.tryEmitNext("second").orThrow();
			this.work.many.tryEmitComplete().orThrow();
			awaitSize(free, 3);
			assertThat(free).containsExactly(false, false, true);
		});
	}

	@Test
	void failureFreesTheLock() {
		run((agent) -> {
			List<Object> seen = new CopyOnWriteArrayList<>();
			IllegalStateException failure = new IllegalStateException("work");
			agent.flux().subscribe((value) -> {
			}, (error) -> {
				seen.add(error);
				seen.add(isFree());
			});
			this.work.running.await();
			this.work.many.tryEmitError(failure).orThrow();
			awaitSize(seen, 2);
			assertThat(seen).containsExactly(failure, true);
		});
	}

	@Test
	void bodyThatThrowsFailsTheSubscriptionAndFreesTheLock() {
		run((agent) -> {
			assertThatIllegalStateException().isThrownBy(() -> agent.fail().block(PATIENCE)).withMessage("body");
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void cancellationFreesTheLock() {
		run((agent) -> {
			Disposable subscription = agent.mono().subscribe();
			this.work.running.await();
			assertThat(isFree()).isFalse();
			subscription.dispose();
			assertThat(isFree()).isTrue();
			while (this.work.one.currentSubscriberCount() > 0) {
				Thread.onSpinWait();
			}
		});
	}

	@Test
	void cancellationWhileItWaitsLeavesNothingBehind() {
		run((agent) -> {
			try (Peer peer = Peer.flockHolding(lockFile())) {
				Disposable subscription = agent.mono().subscribe();
				awaitWaiter();
				subscription.dispose();
				peer.send("go");
			}
			awaitFree();
			assertThat(this.work.calls.get()).isZero();
		});
	}

	@Test
	void cancellationWhileTheBodyRunsFreesTheLockOnlyAfterIt() {
		run((agent) -> {
			Disposable subscription = agent.slow().subscribe();
			this.work.running.await();
			subscription.dispose();
			assertThat(isFree()).isFalse();
			this.work.goOn.countDown();
			awaitFree();
		});
	}

	@Test
	void cancellationAtAnyMomentFreesTheLock() {
		run((agent) -> {
			for (int i = 0; i < 300; i++) {
				Disposable subscription = agent.never().subscribe();
				for (int turns = 0; turns < i * 20; turns++) {
					Thread.onSpinWait();
				}
				subscription.dispose();
			}
			awaitFree();
			assertThat(this.work.one.tryEmitValue("done")).isEqualTo(Sinks.EmitResult.OK);
			assertThat(agent.mono().block(PATIENCE)).isEqualTo("done");
		});
	}

	@Test
	void eachSubscriptionHasTheLockToItself() {
		run((agent) -> {
			Mono<Integer> counted = agent.count();
			List<Mono<Integer>> subscriptions = new ArrayList<>();
			for (int i = 0; i < 30; i++) {
				subscriptions.add(counted);
			}
			Mono.when(subscriptions).block(PATIENCE);
			assertThat(this.work.calls.get()).isEqualTo(30);
			assertThat(this.work.together.get()).isOne();
		});
	}

	@Test
	void subscriberIsNotBlocked() {
		Scheduler loop = Schedulers.newSingle("loop");
		run((agent) -> {
			try (Peer peer = Peer.flockHolding(lockFile())) {
				CountDownLatch subscribed = new CountDownLatch(1);
				this.work.one.tryEmitValue("done").orThrow();
				loop.schedule(() -> agent.mono().subscribe());
				loop.schedule(subscribed::countDown);
				subscribed.await();
				awaitWaiter();
				assertThat(this.work.calls.get()).isZero();
				peer.send("go");
			}
			this.work.running.await();
			assertThat(this.work.thread).isNotInstanceOf(NonBlocking.class);
			awaitFree();
		});
		loop.dispose();
	}

	@Test
	void subscriptionsThatWaitDoNotTakeThreadsFromOthers() {
		this.contextRunner.withPropertyValues("singleton-snap.snap-timeout=10m").run((context) -> {
			Agent agent = context.getBean(Agent.class);
			List<Disposable> waiting = new ArrayList<>();
			Disposable holder = agent.never().subscribe();
			this.work.running.await();
			for (int i = 0; i < Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE; i++) {
				waiting.add(agent.mono().subscribe());
			}
			try {
				assertThat(Mono.fromCallable(() -> "ran").subscribeOn(Schedulers.boundedElastic()).block(PATIENCE))
					.isEqualTo("ran");
			}
			finally {
				waiting.forEach(Disposable::dispose);
				holder.dispose();
			}
		});
	}

	@Test
	void lockThatIsNotFreeFailsTheSubscription() {
		run((agent) -> {
			try (Peer peer = Peer.flockHolding(lockFile())) {
				assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> agent.impatient().block(PATIENCE));
			}
			assertThat(this.work.calls.get()).isZero();
		});
	}

	@Test
	void bodyMayCallAnotherAnnotatedMethodOfTheSnap() {
		this.contextRunner.withBean(Caller.class)
			.run((context) -> assertThat(context.getBean(Caller.class).call().block(PATIENCE)).isEqualTo("sync"));
	}

	@Test
	void whatTheResultDoesAtOnceEntersAgain() {
		this.contextRunner.withPropertyValues("singleton-snap.snap-timeout=0s").run((context) -> {
			Agent agent = context.getBean(Agent.class);
			assertThat(agent.callback(agent::sync).block(PATIENCE)).isEqualTo("sync");
			awaitFree();
		});
	}

	@Test
	void whatTheResultDoesElsewhereWaitsLikeAnyOther() {
		this.contextRunner.withPropertyValues("singleton-snap.snap-timeout=0s").run((context) -> {
			Agent agent = context.getBean(Agent.class);
			Mono<String> mono = agent.elsewhere(agent::sync);
			assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(() -> mono.block(PATIENCE))
				.withMessageContaining("for Agent.elsewhere since")
				.withMessageContaining(": this very process, thread singleton-snap-")
				// Perhaps before that thread has gone on, and its result is pending
				.withMessageContaining(". If the caller is part of what holds it");
			awaitFree();
		});
	}

	@Test
	void bodyMayWaitForAMonoOfTheSameSnap() {
		this.contextRunner.withPropertyValues("singleton-snap.snap-timeout=0s").run((context) -> {
			Agent agent = context.getBean(Agent.class);
			assertThat(agent.waitsFor(() -> agent.elsewhere(this::lookedAt))).isEqualTo("held");
			assertThat(agent.waitsFor(() -> agent.callback(this::lookedAt).then(agent.callback(this::lookedAt))))
				.isEqualTo("held");
			awaitFree();
		});
	}

	@Test
	void monoMaySubscribeToAnotherOfTheSameSnap() {
		this.contextRunner.withPropertyValues("singleton-snap.snap-timeout=0s").run((context) -> {
			Agent agent = context.getBean(Agent.class);
			assertThat(agent.composed(agent.elsewhere(this::lookedAt)).block(PATIENCE)).isEqualTo("held");
			assertThat(agent.composed(agent.composed(agent.callback(this::lookedAt))).block(PATIENCE))
				.isEqualTo("held");
			awaitFree();
		});
	}

	@Test
	void lockOfTheOuterOneOutlastsTheInnerOne() {
		run((agent) -> {
			List<Boolean> free = new CopyOnWriteArrayList<>();
			agent.composed(agent.callback(() -> "inner").doOnSuccess((value) -> free.add(isFree()))).block(PATIENCE);
			assertThat(free).containsExactly(false);
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void nestedOneThatIsCancelledLeavesTheOuterOneItsLock() {
		run((agent) -> {
			List<Boolean> free = new CopyOnWriteArrayList<>();
			agent.waitsFor(() -> {
				agent.never().subscribe().dispose();
				free.add(isFree());
				free.add(Thread.currentThread().isInterrupted());
				return Mono.just("done");
			});
			assertThat(free).containsExactly(false, false);
			awaitFree();
		});
	}

	@Test
	void nameIsFoundOutOnceForEachSubscription() {
		AtomicInteger asked = new AtomicInteger();
		this.contextRunner.withBean("naming", Supplier.class, () -> () -> "snap" + asked.incrementAndGet())
			.run((context) -> {
				Mono<String> named = context.getBean(Agent.class).named();
				assertThat(named.block(PATIENCE)).isEqualTo("named");
				assertThat(named.block(PATIENCE)).isEqualTo("named");
				assertThat(asked).hasValue(2);
				assertThat(this.directory.resolve("LCK..snap2")).exists();
			});
	}

	@Test
	void valueThatIsWaitedForOnAnEventLoopIsWarnedOfOnce(CapturedOutput output) {
		run((agent) -> {
			for (int i = 0; i < 2; i++) {
				assertThat(Mono.fromSupplier(agent::sync).subscribeOn(Schedulers.parallel()).block(PATIENCE))
					.isEqualTo("sync");
			}
			assertThat(Mono.fromSupplier(agent::quiet).subscribeOn(Schedulers.boundedElastic()).block(PATIENCE))
				.isEqualTo("quiet");
			assertThat(output).containsOnlyOnce("Agent.sync waits for its lock on thread parallel-")
				.doesNotContain("Agent.quiet waits");
		});
	}

	private String lookedAt() {
		return isFree() ? "free" : "held";
	}

	@Test
	void cancellationWhileTheResultIsMadeAtOnceFreesTheLockOnlyAfterIt() {
		run((agent) -> {
			Disposable subscription = agent.callback(() -> {
				this.work.running.countDown();
				boolean interrupted = false;
				while (this.work.goOn.getCount() > 0) {
					interrupted |= Thread.interrupted();
					Thread.onSpinWait();
				}
				this.work.seen.add("interrupted: " + interrupted + ", free: " + isFree());
				return "";
			}).subscribe();
			this.work.running.await();
			subscription.dispose();
			assertThat(isFree()).isFalse();
			this.work.goOn.countDown();
			awaitFree();
			assertThat(this.work.seen).containsExactly("interrupted: false, free: false");
		});
	}

	// One under each snap: with a pool, those that wait for the first take all threads
	@Test
	void subscriptionsThatWaitDoNotStarveTheOneTheyWaitFor() {
		this.contextRunner.withPropertyValues("singleton-snap.snap-timeout=30s").run((context) -> {
			Agent agent = context.getBean(Agent.class);
			List<String> all = Flux.range(0, 60).flatMap((i) -> agent.outer(agent), 60).collectList().block(PATIENCE);
			assertThat(all).hasSize(60);
		});
	}

	@Test
	void freeLockIsHadAtOnceBesideOthersThatWait() {
		this.contextRunner.withPropertyValues("singleton-snap.snap-timeout=10m").run((context) -> {
			Agent agent = context.getBean(Agent.class);
			List<Disposable> waiting = new ArrayList<>();
			Disposable holder = agent.never().subscribe();
			this.work.running.await();
			for (int i = 0; i < 50; i++) {
				waiting.add(agent.mono().subscribe());
			}
			assertThat(agent.other().block(PATIENCE)).isEqualTo("other");
			waiting.forEach(Disposable::dispose);
			holder.dispose();
		});
	}

	@Test
	void proxyThatIsExposedIsSoInTheBodyToo() {
		this.contextRunner.withUserConfiguration(Exposed.class)
			.run((context) -> assertThat(context.getBean(Agent.class).proxied().block(PATIENCE)).isEqualTo("sync"));
	}

	@Test
	void aspectsBelowSeeEachSubscription() {
		this.contextRunner.withBean(Below.class, () -> new Below(this.work)).run((context) -> {
			this.work.one.tryEmitValue("done").orThrow();
			Mono<String> mono = context.getBean(Agent.class).mono();
			assertThat(mono.block(PATIENCE)).isEqualTo("done");
			assertThat(mono.block(PATIENCE)).isEqualTo("done");
			assertThat(this.work.seen).containsExactly("around mono", "before mono", "around mono", "before mono");
		});
	}

	@Test
	void unitIsUnregisteredWhenItsRemovalIsDone() {
		run((agent) -> {
			List<Boolean> registered = new CopyOnWriteArrayList<>();
			agent.remove().doOnSuccess((value) -> registered.add(Files.exists(registration()))).subscribe();
			this.work.running.await();
			assertThat(registration()).exists();
			this.work.one.tryEmitValue("done").orThrow();
			awaitSize(registered, 1);
			assertThat(registered).containsExactly(false);
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void unitStaysRegisteredIfItsRemovalFailsOrIsCancelled() {
		run((agent) -> {
			Disposable subscription = agent.remove().subscribe();
			this.work.running.await();
			subscription.dispose();
			assertThat(registration()).exists();
			this.work.one.tryEmitError(new IllegalStateException("work")).orThrow();
			assertThatIllegalStateException().isThrownBy(() -> agent.remove().block(PATIENCE)).withMessage("work");
			assertThat(registration()).exists();
			assertThat(isFree()).isTrue();
		});
	}

	@Test
	void removalOfASnapThatOthersUseIsSkipped() throws IOException {
		Files.createFile(this.directory.resolve("LCK..otelcol__79--charm_0"));
		run((agent) -> {
			assertThat(agent.remove().blockOptional(PATIENCE)).isEmpty();
			assertThat(this.work.calls.get()).isZero();
			assertThat(registration()).doesNotExist();
			assertThat(isFree()).isTrue();
		});
	}

	private Path registration() {
		return this.directory.resolve("LCK..otelcol--otelcol_0");
	}

	// The thread that subscribes may still be at it, and then it passes signals on
	private static void awaitSize(List<?> list, int size) {
		while (list.size() < size) {
			Thread.onSpinWait();
		}
	}

	private void awaitFree() {
		while (!isFree()) {
			Thread.onSpinWait();
		}
	}

	private void awaitWaiter() throws IOException {
		String inode = ":" + Files.getAttribute(lockFile(), "unix:ino") + " ";
		while (Files.readAllLines(Path.of("/proc/locks"))
			.stream()
			.noneMatch((line) -> line.contains("->") && line.contains(inode))) {
			Thread.onSpinWait();
		}
	}

	private void run(Body body) {
		this.contextRunner.run((context) -> body.run(context.getBean(Agent.class)));
	}

	interface Body {

		void run(Agent agent) throws Exception;

	}

	@Aspect
	static class Below {

		private final Work work;

		Below(Work work) {
			this.work = work;
		}

		@Around("execution(* *.mono())")
		Object around(ProceedingJoinPoint call) throws Throwable {
			this.work.seen.add("around " + call.getSignature().getName());
			return call.proceed();
		}

		@Before("execution(* *.mono())")
		void before(JoinPoint call) {
			this.work.seen.add("before " + call.getSignature().getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(exposeProxy = true)
	static class Exposed {

	}

	static class Caller {

		private final Agent agent;

		Caller(Agent agent) {
			this.agent = agent;
		}

		@SnapOperation("otelcol")
		Mono<String> call() {
			return Mono.just(this.agent.sync());
		}

	}

	/**
	 * Not in the bean: a field of its proxy would be null.
	 */
	static class Work {

		final Sinks.One<String> one = Sinks.one();

		final Sinks.Many<String> many = Sinks.many().unicast().onBackpressureBuffer();

		final List<String> seen = new CopyOnWriteArrayList<>();

		final CountDownLatch running = new CountDownLatch(1);

		final CountDownLatch goOn = new CountDownLatch(1);

		final AtomicInteger calls = new AtomicInteger();

		final AtomicInteger now = new AtomicInteger();

		final AtomicInteger together = new AtomicInteger();

		volatile Thread thread = Thread.currentThread();

		void begin() {
			this.calls.incrementAndGet();
			this.thread = Thread.currentThread();
		}

	}

	static class Agent {

		private final Work work;

		Agent(Work work) {
			this.work = work;
		}

		@SnapOperation("otelcol")
		Mono<String> mono() {
			this.work.begin();
			return this.work.one.asMono().doOnSubscribe((subscription) -> this.work.running.countDown());
		}

		@SnapOperation("otelcol")
		Flux<String> flux() {
			this.work.begin();
			return this.work.many.asFlux().doOnSubscribe((subscription) -> this.work.running.countDown());
		}

		@SnapOperation("otelcol")
		Mono<String> never() {
			return Mono.<String>never().doOnSubscribe((subscription) -> this.work.running.countDown());
		}

		@SnapOperation("otelcol")
		Mono<String> fail() {
			throw new IllegalStateException("body");
		}

		@SnapOperation(value = "otelcol", timeout = "0s")
		Mono<String> impatient() {
			this.work.begin();
			return Mono.just("ran");
		}

		@SnapOperation("otelcol")
		Mono<String> slow() {
			this.work.running.countDown();
			boolean interrupted = false;
			while (this.work.goOn.getCount() > 0) {
				interrupted |= Thread.interrupted();
				Thread.onSpinWait();
			}
			return Mono.just("interrupted: " + interrupted);
		}

		@SnapOperation(value = "otelcol", timeout = "2m")
		Mono<Integer> count() {
			this.work.begin();
			return Mono.fromCallable(() -> {
				int together = this.work.now.incrementAndGet();
				this.work.together.accumulateAndGet(together, Math::max);
				LockSupport.parkNanos(100_000);
				this.work.now.decrementAndGet();
				return together;
			}).subscribeOn(Schedulers.parallel());
		}

		@SnapOperation("otelcol")
		Mono<String> elsewhere(Supplier<String> supplier) {
			return Mono.fromSupplier(supplier).subscribeOn(Schedulers.boundedElastic());
		}

		@SnapOperation("aa")
		Mono<String> outer(Agent self) {
			return Mono.defer(self::inner);
		}

		@SnapOperation("bb")
		Mono<String> inner() {
			return Mono.just("inner");
		}

		@SnapOperation(value = "other", timeout = "0s")
		Mono<String> other() {
			return Mono.just("other");
		}

		@SnapOperation("otelcol")
		Mono<String> proxied() {
			return Mono.just(((Agent) AopContext.currentProxy()).sync());
		}

		@SnapOperation("otelcol")
		Mono<String> callback(Supplier<String> supplier) {
			return Mono.fromSupplier(supplier);
		}

		@SnapOperation("otelcol")
		String waitsFor(Supplier<Mono<String>> work) {
			return String.valueOf(work.get().block(PATIENCE));
		}

		@SnapOperation("otelcol")
		Mono<String> composed(Mono<String> inner) {
			return inner;
		}

		@SnapOperation("#{@naming.get()}")
		Mono<String> named() {
			return Mono.just("named");
		}

		@SnapOperation("otelcol")
		String quiet() {
			return "quiet";
		}

		@SnapOperation("otelcol")
		String sync() {
			return "sync";
		}

		@SnapRemoval("otelcol")
		Mono<String> remove() {
			this.work.begin();
			return mono();
		}

	}

}
