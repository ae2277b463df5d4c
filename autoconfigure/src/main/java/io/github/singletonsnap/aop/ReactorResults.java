package io.github.singletonsnap.aop;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Results that begin with each subscription and end with it. For each, the locks are
 * acquired and the method runs on a thread that may wait, never on the subscriber's.
 * <p>
 * The only class here that knows Reactor, which may be absent.
 */
final class ReactorResults implements Results {

	// Of its own: on the shared one, those who wait for a lock could take all threads,
	// and its holder would wait for one
	private static final Scheduler WAITING = Schedulers.newBoundedElastic(Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE,
			Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE, "singleton-snap", 60, true);

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

	@Override
	public Object run(GuardedCall call) {
		return this.guard.apply(call);
	}

	// Eager: the locks are free before the subscriber is told
	private static Mono<?> mono(GuardedCall call) {
		return Mono.using(() -> new ReactorHold(call.again()),
				(hold) -> opened(hold).flatMap((result) -> Mono.from(result).doOnSuccess((value) -> hold.succeed())),
				ReactorHold::end, true);
	}

	private static Flux<?> flux(GuardedCall call) {
		return Flux.using(() -> new ReactorHold(call.again()),
				(hold) -> opened(hold).flatMapMany((result) -> Flux.from(result).doOnComplete(hold::succeed)),
				ReactorHold::end, true);
	}

	private static Mono<Publisher<?>> opened(ReactorHold hold) {
		return Mono.<Publisher<?>>fromCallable(() -> {
			try {
				return (Publisher<?>) hold.open();
			}
			catch (Throwable ex) {
				Exceptions.throwIfFatal(ex);
				return Mono.error(ex);
			}
		}).subscribeOn(WAITING);
	}

}
