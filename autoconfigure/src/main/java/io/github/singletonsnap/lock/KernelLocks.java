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
 * All flock(2) locks that the kernel lists at one moment, and who waits for them.
 */
final class KernelLocks {

	private final List<ProcLock> locks;

	private KernelLocks(List<ProcLock> locks) {
		this.locks = locks;
	}

	/**
	 * Finds none where there is no {@code /proc}.
	 */
	static KernelLocks read() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/locks"))) {
			return new KernelLocks(lines.map(ProcLock::parse).filter(Objects::nonNull).toList());
		}
		catch (IOException | UncheckedIOException ex) {
			return new KernelLocks(List.of());
		}
	}

	List<ProcLock> of(FileIdentity file) {
		String id = String.format("%02x:%02x:%d", file.major(), file.minor(), file.inode());
		return this.locks.stream().filter((lock) -> lock.file().equals(id)).toList();
	}

	/**
	 * A line of {@code /proc/locks} that is about flock(2).
	 *
	 * @param pid the process that asked, zero if it is not visible from here
	 * @param waits whether it waits, and does not hold
	 * @param file the file's device and inode
	 */
	record ProcLock(long pid, boolean waits, String file) {

		// 1: -> FLOCK ADVISORY WRITE 10502 00:1b:2 0 EOF
		private static @Nullable ProcLock parse(String line) {
			String[] fields = line.trim().split(" +", -1);
			boolean waits = fields.length > 1 && fields[1].equals("->");
			int kind = waits ? 2 : 1;
			if (fields.length < kind + 5 || !fields[kind].equals("FLOCK")) {
				return null;
			}
			return new ProcLock(Long.parseLong(fields[kind + 3]), waits, fields[kind + 4]);
		}

	}

}
