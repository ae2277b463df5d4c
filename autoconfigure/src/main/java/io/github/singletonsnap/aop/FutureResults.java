package io.github.singletonsnap.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Results that are completed by whatever thread, now or later. The locks are acquired by
 * the calling thread, and belong to the pending result once the method has returned.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class FutureResults implements Results {

	private final boolean declared;

	/**
	 * Creates it.
	 * @param declared whether the method is declared to return a stage; if not, each
	 * result tells by itself whether it is one
	 */
	FutureResults(boolean declared) {
		this.declared = declared;
	}

	@Override
	public @Nullable Object run(GuardedCall call) throws Throwable {
		if (!call.begin()) {
			return this.declared ? CompletableFuture.completedFuture(null) : null;
		}
		boolean pending = false;
		try {
			Object result = call.proceed();
			CompletableFuture<?> source = toFuture(result);
			if (source != null && !source.isDone()) {
				call.detach();
				CompletableFuture<?> passedOn = passOn(source, call);
				pending = true;
				return passedOn;
			}
			if (source == null || !source.isCompletedExceptionally()) {
				call.succeed();
			}
			return result;
		}
		finally {
			if (!pending) {
				call.end();
			}
		}
	}

	private static @Nullable CompletableFuture<?> toFuture(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return stage.toCompletableFuture();
		}
		if (result != null && ResultTypes.endsLater(result.getClass())) {
			throw new IllegalStateException("the method returned a " + result.getClass().getName()
					+ ", which goes on without the lock: declare it to return a CompletableFuture, a Mono or a Flux");
		}
		return null;
	}

	/**
	 * Returns a future that is completed as the source is, but after the locks are free.
	 * They follow the source, where the work is: a caller that gives up early, as by
	 * {@code orTimeout}, does not free them, unless it cancels the work.
	 */
	private static <T> CompletableFuture<T> passOn(CompletableFuture<T> source, GuardedCall call) {
		CompletableFuture<T> result = source.newIncompleteFuture();
		source.whenComplete((value, failure) -> {
			Throwable outcome = end(call, failure);
			if (outcome != null) {
				result.completeExceptionally(outcome);
			}
			else {
				result.complete(value);
			}
		});
		result.whenComplete((value, failure) -> {
			if (result.isCancelled()) {
				source.cancel(true);
			}
		});
		return result;
	}

	private static @Nullable Throwable end(GuardedCall call, @Nullable Throwable failure) {
		try {
			if (failure == null) {
				call.succeed();
			}
			return failure;
		}
		catch (Throwable ex) {
			return ex;
		}
		finally {
			call.end();
		}
	}

}
