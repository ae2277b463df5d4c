package io.github.singletonsnap.aop;

import java.time.Duration;

import io.github.singletonsnap.SnapLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives the permits that {@link io.github.singletonsnap.annotation.RolloutPermit} asks
 * for. Where there is no bean of this type, the annotation stops the start.
 */
public interface PermitSource {

	/**
	 * Acquires a permit.
	 * @param group the group of the rollout
	 * @param timeout the longest wait, {@code null} for the group's own
	 * @param skips whether to return {@code null} if there is none in time, in place of
	 * an exception
	 * @return the permit
	 */
	@Nullable PermitLock acquire(String group, @Nullable Duration timeout, boolean skips);

	/**
	 * Whether this thread has a permit already.
	 * @param group the group of the rollout
	 * @return whether it is the only thread that can have it again
	 */
	boolean isHeld(String group);

	/**
	 * A permit, closed as a lock is.
	 */
	interface PermitLock extends SnapLock {

		/**
		 * What it is for did not begin.
		 */
		void closeUnused();

	}

}
