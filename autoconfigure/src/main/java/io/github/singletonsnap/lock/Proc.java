package io.github.singletonsnap.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells in {@code /proc}. Where there is none, it tells nothing.
 */
final class Proc {

	private static final Path ROOT = Path.of("/proc");

	private Proc() {
	}

	/**
	 * All flock(2) locks that the kernel lists at this moment, and who waits for them.
	 */
	static List<Lock> locks() {
		try (Stream<String> lines = Files.lines(ROOT.resolve("locks"))) {
			return lines.map(Lock::parse).filter(Objects::nonNull).toList();
		}
		catch (IOException | UncheckedIOException ex) {
			return List.of();
		}
	}

	/**
	 * A process that has a file open and a lock on it; {@code null} if none is to be
	 * found.
	 */
	static @Nullable Long lockerOf(Path file) {
		try (Stream<Path> processes = Files.list(ROOT)) {
			return processes.filter((process) -> process.getFileName().toString().matches("[0-9]+"))
				.filter((process) -> locks(process, file))
				.map((process) -> Long.valueOf(process.getFileName().toString()))
				.findFirst()
				.orElse(null);
		}
		catch (IOException | UncheckedIOException ex) {
			return null;
		}
	}

	private static boolean locks(Path process, Path file) {
		try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
			return descriptors.anyMatch((fd) -> leadsTo(fd, file) && hasLock(process, fd));
		}
		catch (IOException | UncheckedIOException ex) {
			// Gone, or another user's
			return false;
		}
	}

	private static boolean leadsTo(Path fd, Path file) {
		try {
			return Files.readSymbolicLink(fd).equals(file);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean hasLock(Path process, Path fd) {
		try (Stream<String> lines = Files.lines(process.resolve("fdinfo").resolve(fd.getFileName()))) {
			return lines.anyMatch((line) -> line.startsWith("lock:") && line.contains("FLOCK"));
		}
		catch (IOException | UncheckedIOException ex) {
			return false;
		}
	}

	private static String read(String file) {
		try {
			return new String(Files.readAllBytes(ROOT.resolve(file)), StandardCharsets.UTF_8);
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

		boolean isOn(FileIdentity identity) {
			return this.file
				.equals(String.format("%02x:%02x:%d", identity.major(), identity.minor(), identity.inode()));
		}

	}

	/**
	 * A process, which may have ended.
	 *
	 * @param pid its id
	 * @param start when it started, in clock ticks since the boot; zero if that is not
	 * known
	 */
	record Process(long pid, long start) {

		static final Process SELF = of(ProcessHandle.current().pid());

		/**
		 * The id of this boot, empty if that is not known.
		 */
		static final String BOOT = read("sys/kernel/random/boot_id").trim();

		private static final int LONGEST_COMMAND = 200;

		private static final int START_TIME = 22;

		static Process of(long pid) {
			String stat = read(pid + "/stat");
			// The second field is the name in parentheses, and may have any character in
			// it
			String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
			return new Process(pid, (fields.length > START_TIME - 3) ? Long.parseLong(fields[START_TIME - 3]) : 0);
		}

		static boolean isAlive(long pid) {
			return Files.exists(ROOT.resolve(String.valueOf(pid)));
		}

		/**
		 * The command line, empty if the process is gone or may not be looked at.
		 */
		static String command(long pid) {
			String command = read(pid + "/cmdline").replace('\0', ' ').trim();
			return (command.length() > LONGEST_COMMAND) ? command.substring(0, LONGEST_COMMAND) + "…" : command;
		}

	}

}
