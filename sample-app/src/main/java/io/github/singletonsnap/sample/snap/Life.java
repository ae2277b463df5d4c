package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Tells whether a process can still do something.
 */
public final class Life {

	// PF_EXITING of linux/sched.h
	private static final long EXITING = 4;

	private Life() {
	}

	/**
	 * Whether a process lives. The kernel frees a killed process's locks before the
	 * process is gone: whoever gets such a lock would still find its last holder, but for
	 * a flag that is set earlier.
	 * @param pid the process
	 * @return whether it is there, and not about to end
	 */
	public static boolean isAlive(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
			// The name before may hold anything, brackets too
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
			return !"ZX".contains(fields[0]) && (Long.parseLong(fields[6]) & EXITING) == 0;
		}
		catch (NoSuchFileException ex) {
			// Where there is no /proc the JVM knows another way
			return !Files.exists(Path.of("/proc/self/stat")) && ProcessHandle.of(pid).isPresent();
		}
		catch (IOException ex) {
			// It went while it was read
			return false;
		}
	}

}
