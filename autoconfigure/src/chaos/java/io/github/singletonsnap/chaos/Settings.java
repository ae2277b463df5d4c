package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How long and with what. The defaults are in the POM.
 *
 * @param directory where everything is put, and removed again
 * @param duration how long the monkey rages among our units
 * @param shortDuration how long it does among broken ones, and those of the original
 * @param seed of all that is left to chance
 * @param patience how long a free lock may be had by nobody
 * @param floor the sections in a minute without which a run proves nothing
 * @param runs which runs to make
 * @param java17 the home of a JDK 17
 * @param java25 the home of a JDK 25
 */
record Settings(Path directory, Duration duration, Duration shortDuration, long seed, Duration patience, int floor,
		List<String> runs, Path java17, Path java25) {

	static Settings ofSystemProperties() throws IOException {
		return new Settings(Path.of(System.getProperty("chaos.directory")), duration("chaos.duration"),
				duration("chaos.short-duration"), anySeed(), duration("chaos.patience"),
				Integer.getInteger("chaos.floor"), List.of(System.getProperty("chaos.runs").split(",", -1)), jdk(17),
				jdk(25));
	}

	/**
	 * With less of it, as the broken do not last.
	 */
	Settings withPatience(Duration patience) {
		return new Settings(this.directory, this.duration, this.shortDuration, this.seed, patience, this.floor,
				this.runs, this.java17, this.java25);
	}

	/**
	 * With the jar that users have: a class that lies in a directory could not be loaded
	 * while there is no descriptor left, and never again.
	 */
	String unitClassPath() {
		return System.getProperty("java.class.path")
			.replace(System.getProperty("chaos.classes"), System.getProperty("chaos.jar"));
	}

	private static Duration duration(String property) {
		return Duration.parse("PT" + System.getProperty(property));
	}

	private static long anySeed() {
		String seed = System.getProperty("chaos.seed", "");
		return seed.isEmpty() ? System.nanoTime() : Long.parseLong(seed);
	}

	/**
	 * One JDK plays the part of both where there is only one, but not in CI.
	 */
	private static Path jdk(int version) throws IOException {
		String home = System.getenv("JDK" + version + "_HOME");
		if (home != null) {
			return Path.of(home);
		}
		Path all = Path.of("/usr/lib/jvm");
		if (Files.isDirectory(all)) {
			try (DirectoryStream<Path> homes = Files.newDirectoryStream(all)) {
				for (Path candidate : homes) {
					if (isJdk(candidate, version)) {
						return candidate;
					}
				}
			}
		}
		if (Boolean.parseBoolean(System.getenv("CI"))) {
			throw new IllegalStateException(
					"with CI=true there must be a JDK " + version + ": set JDK" + version + "_HOME");
		}
		System.out.println("No JDK " + version + " below " + all + ": this one plays its part");
		return Path.of(System.getProperty("java.home"));
	}

	private static boolean isJdk(Path home, int version) throws IOException {
		Path release = home.resolve("release");
		return Files.isExecutable(home.resolve("bin/java")) && Files.isReadable(release)
				&& Files.readString(release).contains("JAVA_VERSION=\"" + version + ".");
	}

}
