package io.github.singletonsnap.sample.fleet;

import java.time.Instant;
import java.util.Locale;

/**
 * That a unit's process is in another state than before.
 *
 * @param fleet the name of its fleet
 * @param unit the unit
 * @param phase the state
 * @param at since when; of one that is killed, when it still lived
 * @param pid its process
 * @param detail what else there is to say
 */
record UnitState(String fleet, String unit, Phase phase, Instant at, long pid, String detail) {

	/**
	 * What a process can be in.
	 */
	enum Phase {

		/**
		 * Its JVM starts.
		 */
		STARTING,

		/**
		 * At work.
		 */
		RUNNING,

		/**
		 * Stopped by SIGSTOP: has what it has, and does nothing.
		 */
		STOPPED,

		/**
		 * Killed by SIGKILL.
		 */
		KILLED,

		/**
		 * Ended by itself.
		 */
		ENDED;

		boolean isAlive() {
			return this != KILLED && this != ENDED;
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
