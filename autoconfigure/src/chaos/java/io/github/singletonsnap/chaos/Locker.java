package io.github.singletonsnap.chaos;

/**
 * A way to run something under a lock.
 */
interface Locker {

	/**
	 * Runs the section, or throws if the lock cannot be had.
	 */
	void run(Guarded guarded, Wait wait, Runnable section);

	enum Wait {

		NONE, SHORT, LONG

	}

}
