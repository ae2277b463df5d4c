package io.github.singletonsnap.state;

import java.nio.file.Path;

/**
 * That a unit asks for a lock.
 *
 * @param kind what the lock guards
 * @param name the snap's name, the config file's path as the caller gave it, or the
 * rollout's group
 * @param lockFile the lock file
 * @param operation what for
 * @param unit the unit that asks, as its name is written on disk
 */
public record SnapLockRequest(Kind kind, String name, Path lockFile, String operation, String unit) {

	/**
	 * What a lock guards.
	 */
	public enum Kind {

		/**
		 * Operations on a snap.
		 */
		SNAP("snap"),

		/**
		 * Operations on a config file.
		 */
		CONFIG("config"),

		/**
		 * What the machine does in a rollout, one unit at a time.
		 */
		ROLLOUT("rollout");

		private final String text;

		Kind(String text) {
			this.text = text;
		}

		/**
		 * The kind in one word.
		 * @return {@code snap}, {@code config} or {@code rollout}
		 */
		@Override
		public String toString() {
			return this.text;
		}

	}

}
