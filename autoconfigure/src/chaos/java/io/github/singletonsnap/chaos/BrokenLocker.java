package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

import io.github.singletonsnap.lock.BrokenLocks;
import io.github.singletonsnap.lock.Hold;

/**
 * By locks that are broken on purpose.
 */
final class BrokenLocker implements Locker {

	private final BrokenLocks locks;

	private final Path directory;

	BrokenLocker(BrokenLocks locks, Path directory) {
		this.locks = locks;
		this.directory = directory;
	}

	@Override
	public void run(Guarded guarded, Wait wait, Runnable section) {
		try {
			Hold hold = this.locks.acquire(guarded.lockIn(this.directory),
					(wait == Wait.NONE) ? Duration.ZERO : Duration.ofSeconds(30));
			if (hold != null) {
				section.run();
				hold.release();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			// As for a wait that is over
		}
	}

}
