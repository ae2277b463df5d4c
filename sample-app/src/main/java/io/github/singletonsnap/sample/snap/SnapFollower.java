package io.github.singletonsnap.sample.snap;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Follows a change of snapd: asks how far it has come, and tells what is new, as long as
 * it is open. Of a change that is soon done there is nothing to tell.
 */
final class SnapFollower implements AutoCloseable {

	private static final long PERIOD_MILLIS = 1000;

	private final Supplier<Optional<String>> question;

	private final SnapProgress progress;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "snap-progress");
		thread.setDaemon(true);
		return thread;
	});

	private final Future<?> asking;

	// Used by the executor's thread
	private String last = "";

	SnapFollower(Supplier<Optional<String>> question, SnapProgress progress) {
		this.question = question;
		this.progress = progress;
		this.asking = this.executor.scheduleWithFixedDelay(this::ask, PERIOD_MILLIS, PERIOD_MILLIS,
				TimeUnit.MILLISECONDS);
	}

	private void ask() {
		try {
			this.question.get().filter((answer) -> !answer.equals(this.last)).ifPresent((answer) -> {
				this.last = answer;
				this.progress.progressed(answer);
			});
		}
		catch (SnapException ex) {
			// The change itself tells what is wrong
		}
	}

	@Override
	public void close() {
		this.asking.cancel(true);
		this.executor.shutdown();
	}

}
