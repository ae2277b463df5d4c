package io.github.singletonsnap.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What to measure, where, and for how long. The defaults are in the POM.
 *
 * @param directory where the lock files are, a tmpfs unless the disk is to be measured
 * @param sections the names of the sections to run
 * @param rounds how often each comparison is made
 * @param longestWait how long requests wait for a lock that is not given back
 * @param page the file that keeps the results
 * @param jar what users have on their class path
 */
record Settings(Path directory, Set<String> sections, int rounds, Duration longestWait, Path page, Path jar) {

	private static final int ENOUGH_ROUNDS = 7;

	private static final Duration ENOUGH_WAIT = Duration.ofSeconds(30);

	static Settings ofSystemProperties() {
		return new Settings(Path.of(System.getProperty("benchmark.directory")),
				Set.of(System.getProperty("benchmark.sections").split(",", -1)), Integer.getInteger("benchmark.rounds"),
				Duration.ofSeconds(Integer.getInteger("benchmark.wait")), Path.of(System.getProperty("benchmark.page")),
				Path.of(System.getProperty("benchmark.jar")));
	}

	boolean includes(Section section) {
		return this.sections.contains(section.name());
	}

	boolean isComplete() {
		return this.rounds >= ENOUGH_ROUNDS && this.longestWait.compareTo(ENOUGH_WAIT) >= 0;
	}

	/**
	 * For measurements that take so long that their noise averages out.
	 */
	int fewRounds() {
		return Math.min(this.rounds, 3);
	}

}
