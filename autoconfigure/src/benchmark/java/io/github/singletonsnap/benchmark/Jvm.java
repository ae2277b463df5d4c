package io.github.singletonsnap.benchmark;

import java.nio.file.Path;

/**
 * A JVM of its own, tuned as little as most services are.
 */
final class Jvm {

	private Jvm() {
	}

	static String[] command(Class<?> main, Path lockDir) {
		return new String[] { Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), main.getName(),
				lockDir.toString() };
	}

}
