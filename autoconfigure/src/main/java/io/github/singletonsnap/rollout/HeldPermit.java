package io.github.singletonsnap.rollout;

/**
 * A permit that this machine has, as long as somebody works by it. Closed once, in one of
 * three ways; a process that dies before keeps it for its machine. Of a thread's holds of
 * one permit, the one that is closed last counts. Closing never throws and needs no
 * database: what cannot be written now is tried again, by the next start too. Any thread
 * may close it.
 */
public interface HeldPermit extends AutoCloseable {

	/**
	 * Takes this hold from the thread that acquired it, for work that goes on elsewhere
	 * when the thread has returned: the thread then waits for its turn like any other.
	 */
	void detach();

	/**
	 * The work ended well: gives the permit back.
	 */
	@Override
	void close();

	/**
	 * The work failed: keeps the permit for this machine, unless the group's
	 * {@code on-failure} is {@code release}.
	 */
	void closeAfterFailure();

	/**
	 * The work did not begin: gives the permit back, but for one that this machine had
	 * kept before.
	 */
	void closeUnused();

}
