package io.github.singletonsnap.rollout;

import java.time.Duration;

/**
 * What lets one unit at a time of this machine ask for a permit of a group, and work by
 * it.
 */
@FunctionalInterface
public interface MachineGate {

	/**
	 * Waits for this unit's turn. Not reentrant.
	 * @param group the group of the rollout
	 * @param timeout how long to wait; zero tries once
	 * @return the turn, to be closed
	 * @throws RolloutPermitTimeoutException if another unit had it for too long
	 * @throws RolloutPermitInterruptedException if this thread was interrupted
	 * @throws RolloutPermitException if the turn cannot be had
	 */
	Turn enter(String group, Duration timeout);

	/**
	 * A unit's turn.
	 */
	interface Turn extends AutoCloseable {

		/**
		 * The turn no longer belongs to the thread that entered.
		 */
		void detach();

		/**
		 * It is the next one's turn. Never throws.
		 */
		@Override
		void close();

	}

}
