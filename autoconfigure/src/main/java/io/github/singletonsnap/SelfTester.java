package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Tests the lock directory until that has passed once.
 */
final class SelfTester {

	private final Path directory;

	private final Exclusion exclusion;

	private volatile SelfTest result = new SelfTest(SelfTest.Status.NOT_RUN, null);

	SelfTester(Path directory, Exclusion exclusion) {
		this.directory = directory;
		this.exclusion = exclusion;
	}

	SelfTest result() {
		return this.result;
	}

	void passOnce() throws IOException {
		if (!hasPassed()) {
			test();
		}
	}

	private boolean hasPassed() {
		return this.result.status() == SelfTest.Status.PASSED;
	}

	private synchronized void test() throws IOException {
		if (hasPassed()) {
			return;
		}
		try {
			LockDirectory.checkOwnerAndPermissions(this.directory);
			this.exclusion.test(this.directory);
			this.result = new SelfTest(SelfTest.Status.PASSED, null);
		}
		catch (IOException ex) {
			failed(Messages.describe(ex, this.directory));
			throw ex;
		}
		catch (SnapLockException ex) {
			failed(String.valueOf(ex.getMessage()));
			throw ex;
		}
	}

	private void failed(String problem) {
		this.result = new SelfTest(SelfTest.Status.FAILED, problem);
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
