package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code /proc} tells about a process.
 *
 * @param pid its id
 * @param start when it started, in clock ticks since the boot; zero if that is not known
 */
record ProcessInfo(long pid, long start) {

	static final ProcessInfo SELF = of(ProcessHandle.current().pid());

	/**
	 * The id of this boot, empty where there is no {@code /proc}.
	 */
	static final String BOOT = read(Path.of("/proc/sys/kernel/random/boot_id")).trim();

	private static final int LONGEST_COMMAND = 200;

	private static final int START_TIME = 22;

	static ProcessInfo of(long pid) {
		String stat = read(Path.of("/proc/" + pid + "/stat"));
		// The second field is the name in parentheses, and may have any character in it
		String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
		return new ProcessInfo(pid, (fields.length > START_TIME - 3) ? Long.parseLong(fields[START_TIME - 3]) : 0);
	}

	boolean isAlive() {
		return Files.exists(Path.of("/proc/" + this.pid));
	}

	/**
	 * The command line, empty if the process is gone or may not be looked at.
	 */
	String command() {
		String command = read(Path.of("/proc/" + this.pid + "/cmdline")).replace('\0', ' ').trim();
		return (command.length() > LONGEST_COMMAND) ? command.substring(0, LONGEST_COMMAND) + "…" : command;
	}

	private static String read(Path file) {
		try {
			return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
