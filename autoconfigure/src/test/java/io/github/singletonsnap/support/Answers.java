package io.github.singletonsnap.support;

import java.io.PrintStream;

/**
 * What a process says to the test that has started it, line by line. Its log goes where
 * the test does not read.
 */
final class Answers {

	private static final PrintStream OUT = System.out;

	static {
		System.setOut(System.err);
	}

	private Answers() {
	}

	/**
	 * From now on the log is apart, which it otherwise is from the first answer on.
	 */
	static void apart() {
		// The class has done it
	}

	static void say(String line) {
		OUT.println(line);
		OUT.flush();
	}

}
