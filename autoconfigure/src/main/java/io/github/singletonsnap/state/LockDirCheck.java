package io.github.singletonsnap.state;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Whether locks exclude each other in the lock directory, and nobody can take them away.
 * Tried out before a manager acquires its first lock, and again as long as it fails.
 *
 * @param status how it went
 * @param problem what is wrong and what to do; {@code null} unless it failed
 */
public record LockDirCheck(Status status, @Nullable String problem) {

	/**
	 * How the check went.
	 */
	public enum Status {

		/**
		 * No lock was asked for yet.
		 */
		NOT_RUN,

		/**
		 * Locks exclude each other. Not tested again.
		 */
		PASSED,

		/**
		 * They do not, or that cannot be told. No lock can be had; each request tests
		 * again.
		 */
		FAILED;

		/**
		 * The status in words.
		 * @return {@code not-run}, {@code passed} or {@code failed}
		 */
		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
