package io.github.singletonsnap.lock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.singletonsnap.lock.KernelLocks.ProcLock;
import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.LockState;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from the kernel who holds a lock and who waits for it, whatever program it
 * is. Takes no lock, creates nothing, and does not mind files that vanish meanwhile.
 */
final class HolderFinder {

	private static final Path PROC = Path.of("/proc");

	private final KernelLocks locks = KernelLocks.read();

	/**
	 * Returns {@code null} if nobody holds it or the kernel does not tell: there is no
	 * {@code /proc}, or the holder is in a pid namespace that is not visible from here.
	 */
	static @Nullable LockProcess find(Path path) {
		return new HolderFinder().inspect(path).holder();
	}

	LockState inspect(Path path) {
		List<ProcLock> atLock = locksOf(path);
		HoldRecord record = record(path);
		LockProcess holder = null;
		boolean held = false;
		for (ProcLock lock : atLock) {
			held |= !lock.waits();
			Long pid = (lock.waits() || holder != null) ? null : holder(lock.pid(), path);
			if (pid != null) {
				ProcessInfo process = ProcessInfo.of(pid);
				holder = (record != null && isOf(record, process)) ? record.process(process.command())
						: new LockProcess(pid, process.command());
			}
		}
		return new LockState(path, held, holder, waiters(atLock, locksOf(FileNames.gate(path))), abandoned(record));
	}

	// One that is alive acquired or released the lock after the kernel was asked
	private static @Nullable LockProcess abandoned(@Nullable HoldRecord record) {
		return (record == null || isOf(record, ProcessInfo.of(record.pid()))) ? null : record.process("");
	}

	private List<ProcLock> locksOf(Path path) {
		try {
			FileIdentity file = new FileIdentity.PathProbe(path).identify();
			return (file != null) ? this.locks.of(file) : List.of();
		}
		catch (IOException | LinkageError ex) {
			// Then the kernel does not tell
			return List.of();
		}
	}

	// Whoever is at the gate wants the lock; the one that has passed it waits at the lock
	// too, or is about to
	private static List<LockProcess> waiters(List<ProcLock> atLock, List<ProcLock> atGate) {
		Set<Long> pids = new LinkedHashSet<>();
		atLock.stream().filter(ProcLock::waits).forEach((lock) -> pids.add(lock.pid()));
		atGate.stream().filter((gate) -> !holds(gate.pid(), atLock)).forEach((gate) -> pids.add(gate.pid()));
		return pids.stream().map((pid) -> new LockProcess(pid, new ProcessInfo(pid, 0).command())).toList();
	}

	private static boolean holds(long pid, List<ProcLock> locks) {
		return locks.stream().anyMatch((lock) -> !lock.waits() && lock.pid() == pid);
	}

	// For a shell's ( flock 9; … ) 9>FILE it is flock(1) that locked, and has exited; the
	// shell holds the lock by the descriptor that both had
	private static @Nullable Long holder(long pid, Path path) {
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
		catch (IOException | UncheckedIOException ex) {
			return null;
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

	private static @Nullable HoldRecord record(Path path) {
		// What is no regular file may block whoever opens it
		if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
			return null;
		}
		try (InputStream file = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
			byte[] bytes = file.readNBytes(HoldRecord.START + HoldRecord.LONGEST);
			return HoldRecord.decode(bytes, bytes.length);
		}
		catch (IOException ex) {
			// Gone, or another user's
			return null;
		}
	}

	private static boolean isOf(HoldRecord record, ProcessInfo process) {
		return record.pid() == process.pid() && record.processStart() == process.start()
				&& record.boot().equals(ProcessInfo.BOOT);
	}

}
