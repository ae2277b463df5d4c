package io.github.singletonsnap.lock;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells in {@code /proc}. Where there is none, it tells nothing. Files
 * are not read through channels, which an interrupted thread would close.
 */
final class Proc {

	private static final Path ROOT = Path.of("/proc");

	private Proc() {
	}

	/**
	 * All flock(2) locks that the kernel lists at this moment, and who waits for them.
	 */
	static List<Lock> locks() {
		return lines("locks").stream().map(Lock::parse).filter(Objects::nonNull).toList();
	}

	/**
	 * How {@code /proc/locks} names a file: by the device of the file system, for which
	 * stat tells another one where it has several, as btrfs and overlay do.
	 */
	static String nameOf(FileIdentity file) {
		String mount = file.mount() + " ";
		String device = (file.mount() == 0) ? null
				: lines("self/mountinfo").stream()
					.filter((line) -> line.startsWith(mount))
					.map((line) -> line.split(" ", 4)[2])
					.findFirst()
					.orElse(null);
		int colon = (device != null) ? device.indexOf(':') : 0;
		int major = (device != null) ? Integer.parseInt(device.substring(0, colon)) : file.major();
		int minor = (device != null) ? Integer.parseInt(device.substring(colon + 1)) : file.minor();
		return String.format("%02x:%02x:", major, minor) + Long.toUnsignedString(file.inode());
	}

	/**
	 * Whether a process has a lock on a file by a descriptor of its own; {@code null} if
	 * it may not be asked.
	 */
	static @Nullable Boolean hasLock(long pid, String file) {
		String[] descriptors = ROOT.resolve(pid + "/fdinfo").toFile().list();
		if (descriptors == null) {
			return null;
		}
		for (String descriptor : descriptors) {
			if (hasLock(pid, descriptor, file)) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasLock(long pid, String descriptor, String file) {
		return lines(pid + "/fdinfo/" + descriptor).stream()
			.anyMatch((line) -> line.startsWith("lock:") && line.contains("FLOCK") && line.contains(" " + file + " "));
	}

	/**
	 * A process that has a file open and a lock on it; {@code null} if none is to be
	 * found before the deadline.
	 * @param fileName the last part of the path, which every mount of it has in common
	 * @param near the process that locked: the one that has the lock now started it as a
	 * rule, shortly before
	 */
	static @Nullable Long lockerOf(String file, String fileName, long near, Deadline deadline) {
		String[] names = ROOT.toFile().list((root, name) -> name.chars().allMatch(Character::isDigit));
		long[] pids = Stream.of((names != null) ? names : new String[0])
			.map(Long::valueOf)
			.sorted(Comparator.comparing((pid) -> Math.abs(pid - near)))
			.mapToLong(Long::longValue)
			.toArray();
		for (long pid : pids) {
			String[] descriptors = deadline.hasPassed() ? null : ROOT.resolve(pid + "/fd").toFile().list();
			for (String descriptor : (descriptors != null) ? descriptors : new String[0]) {
				if (leadsTo(pid + "/fd/" + descriptor, fileName) && hasLock(pid, descriptor, file)) {
					return pid;
				}
			}
		}
		return null;
	}

	private static boolean leadsTo(String descriptor, String fileName) {
		try {
			return Files.readSymbolicLink(ROOT.resolve(descriptor)).endsWith(fileName);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Whether there is such a process, be it one that may not be looked at.
	 */
	static boolean isThere(long pid) {
		if (Files.exists(ROOT.resolve(String.valueOf(pid)))) {
			return true;
		}
		try {
			return pid > 0 && pid <= Integer.MAX_VALUE
					&& (LibC.kill((int) pid, 0) == 0 || Native.getLastError() == LibC.EPERM);
		}
		catch (LinkageError ex) {
			return false;
		}
	}

	private static List<String> lines(String file) {
		return read(file).lines().toList();
	}

	private static String read(String file) {
		try (InputStream input = new FileInputStream(ROOT.resolve(file).toFile())) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * A line of {@code /proc/locks} that is about flock(2).
	 *
	 * @param pid the process that asked, zero if it is not visible from here
	 * @param waits whether it waits, and does not hold
	 * @param file the file's device and inode
	 */
	record Lock(long pid, boolean waits, String file) {

		// 1: -> FLOCK ADVISORY WRITE 10502 00:1b:2 0 EOF
		private static @Nullable Lock parse(String line) {
			String[] fields = line.trim().split(" +", -1);
			boolean waits = fields.length > 1 && fields[1].equals("->");
			int kind = waits ? 2 : 1;
			if (fields.length < kind + 5 || !fields[kind].equals("FLOCK")) {
				return null;
			}
			return new Lock(Long.parseLong(fields[kind + 3]), waits, fields[kind + 4]);
		}

	}

	/**
	 * A process, which may have ended.
	 *
	 * @param pid its id
	 * @param start when it started, in clock ticks since the boot; zero if that is not
	 * known
	 */
	record Entry(long pid, long start) {

		static final Entry SELF = of(ProcessHandle.current().pid());

		/**
		 * The id of this boot, empty if that is not known.
		 */
		static final String BOOT = read("sys/kernel/random/boot_id").trim();

		private static final int START_TIME = 22;

		static Entry of(long pid) {
			String stat = read(pid + "/stat");
			// The second field is the name in parentheses, and may have any character in
			// it
			String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
			return new Entry(pid, (fields.length > START_TIME - 3) ? Long.parseLong(fields[START_TIME - 3]) : 0);
		}

	}

	/**
	 * What a process runs. Its arguments may be secrets of others.
	 *
	 * @param program its name, of a JVM also the main class or jar; empty if it is gone
	 * or may not be looked at
	 * @param arguments all that came behind the program on the command line, shortened
	 */
	record Command(String program, String arguments) {

		static final Command UNKNOWN = new Command("", "");

		private static final int LONGEST = 200;

		// Those with an argument of their own, of which the java command has some
		private static final Set<String> WITH_VALUE = Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path",
				"--add-modules", "--add-exports", "--add-opens", "--add-reads", "--patch-module", "--limit-modules",
				"--upgrade-module-path", "--source", "--enable-native-access");

		static Command of(long pid) {
			// The name of its file, whatever it calls itself in its arguments
			String program = read(pid + "/comm").trim();
			List<String> line = new ArrayList<>(List.of(read(pid + "/cmdline").split("\0", -1)));
			String arguments = String.join(" ", line.subList(1, line.size())).trim();
			String main = program.equals("java") ? main(line) : "";
			return new Command(program + (main.isEmpty() ? "" : " " + main),
					(arguments.length() > LONGEST) ? arguments.substring(0, LONGEST) + "…" : arguments);
		}

		private static String main(List<String> line) {
			for (int i = 1; i < line.size(); i++) {
				String argument = line.get(i);
				if (argument.equals("-jar") || argument.equals("-m") || argument.equals("--module")) {
					return (i + 1 < line.size()) ? new File(line.get(i + 1)).getName() : "";
				}
				if (!argument.startsWith("-") && !argument.startsWith("@")) {
					return argument;
				}
				i += WITH_VALUE.contains(argument) ? 1 : 0;
			}
			return "";
		}

	}

}
