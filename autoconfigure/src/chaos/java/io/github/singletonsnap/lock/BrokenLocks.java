package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The engine as it is, on files that do not do as they should: what the chaos run must
 * find out.
 */
public final class BrokenLocks {

	private final FileLocks locks;

	public BrokenLocks(Fault fault, String unit) {
		this.locks = new FileLocks(BrokenFile.opener(fault), unit, PosixFilePermissions.fromString("rw-------"),
				Duration.ofMinutes(5));
	}

	public @Nullable Hold acquire(Path file, Duration timeout) throws IOException, InterruptedException {
		return this.locks.acquire(file, "broken", Deadline.after(timeout), null);
	}

	/**
	 * What is broken.
	 */
	public enum Fault {

		/**
		 * A busy lock is taken for locked, once in a while.
		 */
		BUSY_LOCKED,

		/**
		 * A file is taken for the one at its path.
		 */
		PATH_UNCHECKED,

		/**
		 * A lock is not given back, once in a while.
		 */
		NOT_UNLOCKED

	}

}
