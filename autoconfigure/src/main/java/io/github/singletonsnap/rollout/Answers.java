package io.github.singletonsnap.rollout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a store, on threads that have nothing else to do. Whatever transaction the caller
 * is in, whoever has bound it to the thread, the question is not part of it; and a caller
 * is not stuck in a driver that waits for a network that is gone.
 */
final class Answers {

	private final Executor threads;

	private final Duration longest;

	Answers(Executor threads, Duration longest) {
		this.threads = threads;
		this.longest = longest;
	}

	/**
	 * Returns the answer.
	 * @param late is told of an answer that was waited for in vain
	 * @throws RuntimeException what the store throws, or if it does not answer in time
	 */
	<T> T get(Supplier<T> question, Consumer<CompletableFuture<T>> late) throws InterruptedException {
		CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, this.threads);
		try {
			return answer.get(this.longest.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw unwrap(ex);
		}
		catch (TimeoutException ex) {
			late.accept(answer);
			throw new IllegalStateException("no answer within " + this.longest, ex);
		}
		catch (InterruptedException ex) {
			late.accept(answer);
			throw ex;
		}
	}

	/**
	 * Returns an answer of which nothing follows if nobody waits for it.
	 * @throws RolloutPermitException if there is none
	 */
	<T> T get(String purpose, Supplier<T> question) {
		try {
			return get(question, (late) -> {
			});
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RolloutPermitInterruptedException(purpose + ": interrupted", ex);
		}
		catch (RuntimeException ex) {
			throw new RolloutPermitException(purpose + ": the database does not answer: " + ex.getMessage(), ex);
		}
	}

	private static RuntimeException unwrap(ExecutionException ex) {
		if (ex.getCause() instanceof RuntimeException cause) {
			return cause;
		}
		if (ex.getCause() instanceof Error cause) {
			throw cause;
		}
		return new IllegalStateException(ex.getCause());
	}

}
