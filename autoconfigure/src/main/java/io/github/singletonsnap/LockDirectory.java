package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import io.github.singletonsnap.state.LockDirCheck;

/**
 * The lock directory: there, safe to use, and seen to keep locks apart before the first
 * one is acquired.
 */
final class LockDirectory implements UnitLocks.Place {

	private final SharedDirectory directory;

	private final Exclusion exclusion;

	private volatile LockDirCheck check = new LockDirCheck(LockDirCheck.Status.NOT_RUN, null);

	private LockDirectory(SharedDirectory directory, Exclusion exclusion) {
		this.directory = directory;
		this.exclusion = exclusion;
	}

	static LockDirectory prepare(Path directory, Set<PosixFilePermission> permissions, Exclusion exclusion) {
		return new LockDirectory(SharedDirectory.prepare("lock", directory, permissions), exclusion);
	}

	SharedDirectory directory() {
		return this.directory;
	}

	@Override
	public Path path() {
		return this.directory.path();
	}

	/**
	 * How the check before the first lock went.
	 */
	LockDirCheck check() {
		return this.check;
	}

	/**
	 * Tries out whether locks exclude each other here, until that has passed once.
	 */
	@Override
	public void passCheckOnce() throws IOException {
		if (!hasPassed()) {
			passCheck();
		}
	}

	/**
	 * Creates the directory again, for somebody who has found that it is gone, and tries
	 * it out as at first: it may be on another file system now.
	 */
	@Override
	public synchronized void createAgain() throws IOException {
		this.check = new LockDirCheck(LockDirCheck.Status.NOT_RUN, null);
		passCheck();
	}

	private boolean hasPassed() {
		return this.check.status() == LockDirCheck.Status.PASSED;
	}

	private synchronized void passCheck() throws IOException {
		if (hasPassed()) {
			return;
		}
		try {
			this.directory.check();
			this.exclusion.test(path());
			this.check = new LockDirCheck(LockDirCheck.Status.PASSED, null);
		}
		catch (IOException ex) {
			failed(Messages.describe(ex, path()));
			throw ex;
		}
		catch (SnapLockException ex) {
			failed(String.valueOf(ex.getMessage()));
			throw ex;
		}
	}

	private void failed(String problem) {
		this.check = new LockDirCheck(LockDirCheck.Status.FAILED, problem);
	}

	/**
	 * Whether locks in a directory exclude each other.
	 */
	interface Exclusion {

		/**
		 * Fails if they do not.
		 */
		void test(Path directory) throws IOException;

	}

}
