package io.github.singletonsnap.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds out from the kernel who holds a lock, whatever program it is.
 */
final class HolderFinder {

	private static final Path PROC = Path.of("/proc");

	private HolderFinder() {
	}

	/**
	 * Returns {@code null} if nobody holds it or the kernel does not tell: there is no
	 * {@code /proc}, or the holder is in a pid namespace that is not visible from here.
	 */
	static @Nullable Holder find(Path path) {
		try {
			FileIdentity file = new FileIdentity.PathProbe(path).identify();
			if (file == null) {
				return null;
			}
			HoldRecord record = record(path);
			for (ProcLock lock : ProcLock.of(file)) {
				Long pid = lock.waits() ? null : holder(lock.pid(), path);
				if (pid != null) {
					ProcessInfo process = ProcessInfo.of(pid);
					return new Holder(pid, process.command(), isOf(record, process) ? record : null);
				}
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// Then the kernel does not tell
		}
		return null;
	}

	// For a shell's ( flock 9; … ) 9>FILE it is flock(1) that locked, and has exited; the
	// shell holds the lock by the descriptor that both had
	private static @Nullable Long holder(long pid, Path path) throws IOException {
		if (pid > 0 && new ProcessInfo(pid, 0).isAlive()) {
			return pid;
		}
		try (Stream<Path> processes = Files.list(PROC)) {
			return processes.filter((process) -> process.getFileName().toString().matches("[0-9]+"))
				.filter((process) -> holds(process, path))
				.map((process) -> Long.valueOf(process.getFileName().toString()))
				.findFirst()
				.orElse(null);
		}
	}

	private static boolean holds(Path process, Path path) {
		try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
			return descriptors.anyMatch((fd) -> leadsTo(fd, path) && hasLock(process, fd));
		}
		catch (IOException | UncheckedIOException ex) {
			// Gone, or another user's
			return false;
		}
	}

	private static boolean leadsTo(Path fd, Path path) {
		try {
			return Files.readSymbolicLink(fd).equals(path);
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

	private static @Nullable HoldRecord record(Path path) throws IOException {
		byte[] bytes = Files.readAllBytes(path);
		return HoldRecord.decode(bytes, Math.min(bytes.length, HoldRecord.START + HoldRecord.LONGEST));
	}

	private static boolean isOf(@Nullable HoldRecord record, ProcessInfo process) {
		return record != null && record.pid() == process.pid() && record.processStart() == process.start()
				&& record.boot().equals(ProcessInfo.BOOT);
	}

	/**
	 * A line of {@code /proc/locks} that is about flock(2).
	 *
	 * @param pid the process that asked, zero if it is not visible from here
	 * @param waits whether it waits, and does not hold
	 */
	record ProcLock(long pid, boolean waits) {

		static List<ProcLock> of(FileIdentity file) throws IOException {
			String suffix = String.format("%02x:%02x:%d", file.major(), file.minor(), file.inode());
			try (Stream<String> lines = Files.lines(PROC.resolve("locks"))) {
				return lines.map((line) -> parse(line, suffix)).filter(Objects::nonNull).toList();
			}
		}

		// 1: -> FLOCK ADVISORY WRITE 10502 00:1b:2 0 EOF
		private static @Nullable ProcLock parse(String line, String file) {
			String[] fields = line.trim().split(" +", -1);
			boolean waits = fields.length > 1 && fields[1].equals("->");
			int kind = waits ? 2 : 1;
			if (fields.length < kind + 5 || !fields[kind].equals("FLOCK") || !fields[kind + 4].equals(file)) {
				return null;
			}
			return new ProcLock(Long.parseLong(fields[kind + 3]), waits);
		}

	}

}
