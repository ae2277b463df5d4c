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

	private final Class<?> type;

	private final boolean declared;

	/**
	 * Creates it.
	 * @param type what the method returns
	 * @param declared whether that is a stage; if not, each result tells by itself
	 */
	FutureResults(Class<?> type, boolean declared) {
		this.type = type;
		this.declared = declared;
	}

	@Override
	public @Nullable Object run(GuardedCall call) throws Throwable {
		if (!call.begin()) {
			return this.declared ? CompletableFuture.completedFuture(null) : null;
		}
		boolean pending = false;
		Throwable failure = null;
		try {
			Object result = call.proceed();
			if (result instanceof CompletionStage<?> stage && !isDone(stage)) {
				call.detach();
				CompletableFuture<?> passedOn = passOn(stage, call);
				pending = true;
				// Of a type variable that has a bound, it may not be
				return this.type.isInstance(passedOn) ? passedOn : stage;
			}
			failure = failureOf(result);
			return result;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			if (!pending) {
				call.end(failure);
			}
		}
	}

	private static boolean isDone(CompletionStage<?> stage) {
		try {
			return stage instanceof CompletableFuture<?> future && future.isDone();
		}
		catch (UnsupportedOperationException ex) {
			// A minimal stage, which is a future only in name
			return false;
		}
	}

	private static <T> CompletableFuture<T> incompleteLike(CompletionStage<T> stage) {
		if (stage instanceof CompletableFuture<T> future) {
			CompletableFuture<T> result = future.newIncompleteFuture();
			if (future.minimalCompletionStage().getClass() != result.getClass()) {
				return result;
			}
		}
		return new CompletableFuture<>();
	}

	private static @Nullable Throwable failureOf(@Nullable Object result) {
		if (result instanceof CompletableFuture<?> future) {
			return future.handle((value, failure) -> failure).join();
		}
		if (result != null && LaterTypes.contains(result.getClass())) {
			throw new IllegalStateException("the method returned a " + result.getClass().getName()
					+ ", which goes on without the lock: declare it to return a CompletableFuture, a Mono or a Flux");
		}
		return null;
	}

	/**
	 * Returns a future that is completed as the source is, but after the locks are free.
	 * They follow the source, where the work is. A caller that completes or cancels what
	 * it has got only gives up: that would complete the source too, and stop nothing.
	 */
	private static <T> CompletableFuture<T> passOn(CompletionStage<T> source, GuardedCall call) {
		CompletableFuture<T> result = incompleteLike(source);
		source.whenComplete((value, failure) -> {
			Throwable outcome = end(call, failure);
			if (outcome != null) {
				result.completeExceptionally(outcome);
			}
			else {
				result.complete(value);
			}
		});
		return result;
	}

	private static @Nullable Throwable end(GuardedCall call, @Nullable Throwable failure) {
		try {
			call.end(failure);
			return failure;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

}
