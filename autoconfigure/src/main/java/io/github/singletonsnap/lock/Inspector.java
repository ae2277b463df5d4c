package io.github.singletonsnap.lock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.LockState;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from the kernel who holds a lock and who waits for it, whatever program it
 * is, all asked at one moment. Takes no lock, creates nothing, and does not mind files
 * that vanish meanwhile.
 */
final class Inspector {

	private final List<Proc.Lock> locks = Proc.locks();

	/**
	 * Returns {@code null} if nobody holds it or the kernel does not tell: there is no
	 * {@code /proc}, or the holder is in a pid namespace that is not visible from here.
	 */
	static @Nullable LockProcess findHolder(Path path) {
		return new Inspector().inspect(path).holder();
	}

	LockState inspect(Path path) {
		List<Proc.Lock> atLock = locksOf(path);
		HoldRecord record = record(path);
		LockProcess holder = null;
		boolean held = false;
		for (Proc.Lock lock : atLock) {
			held |= !lock.waits();
			Long pid = (lock.waits() || holder != null) ? null : holder(lock.pid(), path);
			if (pid != null) {
				String command = Proc.Process.command(pid);
				holder = (record != null && isOf(record, Proc.Process.of(pid))) ? record.process(command)
						: new LockProcess(pid, command);
			}
		}
		return new LockState(path, held, holder, waiters(atLock, locksOf(FileNames.gate(path))), abandoned(record));
	}

	// One that is alive acquired or released the lock after the kernel was asked
	private static @Nullable LockProcess abandoned(@Nullable HoldRecord record) {
		return (record == null || isOf(record, Proc.Process.of(record.pid()))) ? null : record.process("");
	}

	private List<Proc.Lock> locksOf(Path path) {
		try {
			FileIdentity file = new FileIdentity.PathProbe(path).identify();
			return (file != null) ? this.locks.stream().filter((lock) -> lock.isOn(file)).toList() : List.of();
		}
		catch (IOException | LinkageError ex) {
			// Then the kernel does not tell
			return List.of();
		}
	}

	// Whoever is at the gate wants the lock; the one that has passed it waits at the lock
	// too, or is about to
	private static List<LockProcess> waiters(List<Proc.Lock> atLock, List<Proc.Lock> atGate) {
		Set<Long> pids = new LinkedHashSet<>();
		atLock.stream().filter(Proc.Lock::waits).forEach((lock) -> pids.add(lock.pid()));
		atGate.stream().filter((gate) -> !holds(gate.pid(), atLock)).forEach((gate) -> pids.add(gate.pid()));
		return pids.stream().map((pid) -> new LockProcess(pid, Proc.Process.command(pid))).toList();
	}

	private static boolean holds(long pid, List<Proc.Lock> locks) {
		return locks.stream().anyMatch((lock) -> !lock.waits() && lock.pid() == pid);
	}

	// For a shell's ( flock 9; … ) 9>FILE it is flock(1) that locked, and has exited; the
	// shell holds the lock by the descriptor that both had
	private static @Nullable Long holder(long pid, Path path) {
		return (pid > 0 && Proc.Process.isAlive(pid)) ? (Long) pid : Proc.lockerOf(path);
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

	private static boolean isOf(HoldRecord record, Proc.Process process) {
		return record.pid() == process.pid() && record.processStart() == process.start()
				&& record.boot().equals(Proc.Process.BOOT);
	}

}
