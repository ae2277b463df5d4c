package io.github.singletonsnap.sample.fleet;

import java.nio.file.Path;

/**
 * What kind of fleet it is.
 *
 * @param name its name
 * @param locking whether its units take locks
 * @param dir the directory that they work in
 * @param snap the snap that they share
 */
record FleetPlan(String name, boolean locking, Path dir, String snap) {

	static final String WITH_LOCKS = "with-locks";

	static final String WITHOUT_LOCKS = "without-locks";

	Path configFile() {
		return this.dir.resolve("config.yaml");
	}

	/**
	 * The lock that all of its units ask for.
	 */
	Path lockFile() {
		return this.dir.resolve("locks").resolve("LCK.." + this.snap);
	}

}
