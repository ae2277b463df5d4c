package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.sun.jna.Native;

/**
 * What the monkey has the machine do.
 */
final class Commands {

	static final int SIGKILL = 9;

	static final int SIGCONT = 18;

	static final int SIGSTOP = 19;

	static {
		Native.register(Commands.class, "c");
	}

	private Commands() {
	}

	private static native int kill(int pid, int signal);

	/**
	 * To a process and its children: each unit leads a group.
	 */
	static void signalGroup(long leader, int signal) {
		kill((int) -leader, signal);
	}

	static void run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new IOException(String.join(" ", command) + ": " + output);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
