package io.github.singletonsnap.aop;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.system.JavaVersion;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Results that begin with each subscription and end with it. For each, the locks are
 * acquired and the method runs on a thread that may wait: not on the subscriber's, unless
 * that one holds them already.
 * <p>
 * Knows Reactor, which may be absent.
 */
final class ReactorResults implements Results {

	private static final Scheduler THREADS = threads();

	private final Function<GuardedCall, Publisher<?>> guard;

	private ReactorResults(Function<GuardedCall, Publisher<?>> guard) {
		this.guard = guard;
	}

	/**
	 * Returns {@code null} for a type that is not Reactor's.
	 */
	static @Nullable Results of(Class<?> type) {
		if (type == Mono.class) {
			return new ReactorResults(ReactorResults::mono);
		}
		return (type == Flux.class) ? new ReactorResults(ReactorResults::flux) : null;
	}

	/**
	 * One for each subscription, however many there are: from a pool, those who wait for
	 * a lock would take all, and its holder would wait for one to go on. Where they cost
	 * nothing, and a body that blocks does not pin them, they are virtual.
	 */
	private static Scheduler threads() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("singleton-snap-");
		executor.setDaemon(true);
		executor.setVirtualThreads(JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_FOUR));
		return Schedulers.fromExecutor(executor);
	}

	@Override
	public Object run(GuardedCall call) {
		return this.guard.apply(call.elsewhere());
	}

	// Eager: the locks are free before the subscriber is told
	private static Mono<?> mono(GuardedCall call) {
		return Mono.using(() -> new ReactorHold(call.again()),
				(hold) -> opened(hold)
					.flatMap((result) -> Mono.from(result).doOnSuccess((value) -> hold.end(null)).doOnError(hold::end)),
				ReactorHold::cancel, true);
	}

	private static Flux<?> flux(GuardedCall call) {
		return Flux.using(() -> new ReactorHold(call.again()),
				(hold) -> opened(hold)
					.flatMapMany((result) -> Flux.from(result).doOnComplete(() -> hold.end(null)).doOnError(hold::end)),
				ReactorHold::cancel, true);
	}

	private static Mono<Publisher<?>> opened(ReactorHold hold) {
		return Mono.create((sink) -> {
			if (hold.isNested()) {
				open(hold, sink);
			}
			else {
				THREADS.schedule(() -> open(hold, sink));
			}
		});
	}

	private static void open(ReactorHold hold, MonoSink<Publisher<?>> sink) {
		try {
			sink.success((Publisher<?>) hold.open());
		}
		catch (Throwable ex) {
			Exceptions.throwIfFatal(ex);
			sink.error(ex);
		}
		finally {
			hold.leave();
		}
	}

}
