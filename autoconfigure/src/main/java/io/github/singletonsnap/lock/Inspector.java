package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.LockState;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from the kernel who holds a lock and who waits for it, whatever program it
 * is, all asked at one moment. Creates nothing, and does not mind files that vanish
 * meanwhile. Takes no lock, but for one case: where the record tells of a holder that
 * cannot be seen from here and the kernel lists no lock, a shared lock is tried for a
 * microsecond. Within a pid namespace the kernel lists no lock of those outside.
 */
final class Inspector {

	static final Duration BRIEFLY = Duration.ofMillis(20);

	private final List<Proc.Lock> locks = Proc.locks();

	private final Duration search;

	// From when the first search begins
	private @Nullable Deadline deadline;

	/**
	 * Looks at the kernel's list now, and searches other processes that long.
	 */
	Inspector(Duration search) {
		this.search = search;
	}

	/**
	 * Returns {@code null} if nobody holds it or the kernel does not tell: there is no
	 * {@code /proc}, or the holder is in a pid namespace that is not visible from here.
	 */
	static @Nullable LockProcess findHolder(Path path, Duration search) {
		return new Inspector(search).inspect(path).holder();
	}

	LockState inspect(Path path) {
		Content content = Content.read(path);
		String file = nameOf(path);
		List<Proc.Lock> atLock = locksOf(file);
		List<LockProcess> waiters = waiters(atLock, locksOf(nameOf(FileNames.gate(path))));
		HoldRecord record = content.record();
		boolean claimed = record != null && !record.isNotice();
		if (atLock.stream().anyMatch((lock) -> !lock.waits())) {
			return new LockState(path, true, holder(atLock, file, path, claimed ? record : null), waiters,
					process(content.notice()));
		}
		if (record != null && claimed && !isAlive(record)) {
			return content.isLocked() ? new LockState(path, true, process(record), waiters, process(content.notice()))
					: new LockState(path, false, null, waiters,
							process((content.notice() != null) ? content.notice() : record));
		}
		// One that is alive acquired or released the lock after the kernel was asked
		return new LockState(path, false, null, waiters, process(content.notice()));
	}

	private static @Nullable LockProcess process(@Nullable HoldRecord record) {
		return (record != null) ? record.process(Proc.Command.UNKNOWN) : null;
	}

	private static @Nullable String nameOf(Path path) {
		try {
			FileIdentity file = FileIdentity.of(path);
			return (file != null) ? Proc.nameOf(file) : null;
		}
		catch (IOException | LinkageError ex) {
			// Then the kernel does not tell
			return null;
		}
	}

	private List<Proc.Lock> locksOf(@Nullable String file) {
		return this.locks.stream().filter((lock) -> lock.file().equals(file)).toList();
	}

	// Whoever is at the gate wants the lock; the one that has passed it waits at the lock
	// too, or is about to
	private static List<LockProcess> waiters(List<Proc.Lock> atLock, List<Proc.Lock> atGate) {
		Set<Long> pids = new LinkedHashSet<>();
		atLock.stream().filter(Proc.Lock::waits).forEach((lock) -> pids.add(lock.pid()));
		atGate.stream().filter((gate) -> !holds(gate.pid(), atLock)).forEach((gate) -> pids.add(gate.pid()));
		return pids.stream().map((pid) -> process(pid, Proc.Command.of(pid))).toList();
	}

	private static boolean holds(long pid, List<Proc.Lock> locks) {
		return locks.stream().anyMatch((lock) -> !lock.waits() && lock.pid() == pid);
	}

	private @Nullable LockProcess holder(List<Proc.Lock> atLock, @Nullable String file, Path path,
			@Nullable HoldRecord record) {
		for (Proc.Lock lock : atLock) {
			Long pid = (lock.waits() || file == null) ? null : holder(lock.pid(), file, path, record);
			if (pid != null) {
				Proc.Command command = Proc.Command.of(pid);
				return (record != null && isOf(record, Proc.Entry.of(pid))) ? record.process(command)
						: process(pid, command);
			}
		}
		// Held by a process that cannot be seen: the one that says so, if any
		return process(record);
	}

	// The process that locked may be gone and its id another's. For a shell's ( flock 9;
	// … ) 9>FILE it is flock(1) that locked, and has exited; the shell holds the lock by
	// the descriptor that both had
	private @Nullable Long holder(long pid, String file, Path path, @Nullable HoldRecord record) {
		// Its start tells that it is the one that locked, without a look at what it has
		// open
		if (record != null && record.pid() == pid && isOf(record, Proc.Entry.of(pid))) {
			return pid;
		}
		Boolean holds = (pid > 0) ? Proc.hasLock(pid, file) : Boolean.FALSE;
		if ((holds != null) ? holds : Proc.isThere(pid)) {
			return pid;
		}
		if (this.deadline == null) {
			this.deadline = Deadline.after(this.search);
		}
		return Proc.lockerOf(file, path.getFileName().toString(), pid, this.deadline);
	}

	private static LockProcess process(long pid, Proc.Command command) {
		return new LockProcess(pid, command.program(), command.arguments());
	}

	private static boolean isAlive(HoldRecord record) {
		return isOf(record, Proc.Entry.of(record.pid())) && Proc.isThere(record.pid());
	}

	// Of a process that may not be looked at the start is unknown
	private static boolean isOf(HoldRecord record, Proc.Entry process) {
		return record.pid() == process.pid() && (process.start() == 0 || record.processStart() == process.start())
				&& record.boot().equals(Proc.Entry.BOOT);
	}

	/**
	 * What stands in a lock file.
	 *
	 * @param record who has or had it
	 * @param notice who abandoned it
	 * @param isLocked whether another has the lock, tried only if the record says so
	 */
	private record Content(@Nullable HoldRecord record, @Nullable HoldRecord notice, boolean isLocked) {

		private static final Content NOTHING = new Content(null, null, false);

		static Content read(Path path) {
			try (NativeFile file = NativeFiles.openForReading(path)) {
				return read(file);
			}
			catch (IOException | LinkageError ex) {
				// Gone, another user's, or no regular file
				return NOTHING;
			}
		}

		private static Content read(NativeFile file) throws IOException {
			byte[] bytes = new byte[LockFile.SIZE];
			int length = file.read(bytes);
			HoldRecord record = HoldRecord.decode(bytes, length, HoldRecord.START);
			HoldRecord notice = HoldRecord.decode(bytes, length, HoldRecord.NOTICE);
			if (notice == null && record != null && record.isNotice()) {
				notice = record;
			}
			boolean doubtful = record != null && !record.isNotice() && !isAlive(record);
			return new Content(record, notice, doubtful && file.isLockedByAnother());
		}

	}

}
