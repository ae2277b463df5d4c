package io.github.singletonsnap.support;

import java.io.IOException;

/**
 * {@code kill -9} of the process that asks for it. Unlike a halt, it leaves the JVM no
 * say at all.
 */
public final class SelfKill {

	/**
	 * What a shell and the JDK report of a process that was killed so.
	 */
	public static final int STATUS = 128 + 9;

	private SelfKill() {
	}

	public static void now() {
		try {
			new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start().waitFor();
			throw new IllegalStateException("survived kill -9");
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
