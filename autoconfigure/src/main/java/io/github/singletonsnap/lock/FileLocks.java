package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

import io.github.singletonsnap.lock.Tenure.Claim;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.LockState;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive locks on files, by flock(2), between threads and between processes. All
 * instances share one set of locks, so that a thread which holds a lock has it again
 * through any of them.
 * <p>
 * A path must be absolute and always written in the same way. What is known of a path is
 * kept while it is used and some seconds longer, and for 64 of them an open descriptor:
 * names may come from requests.
 */
public final class FileLocks {

	private static final int KEPT_OPEN = 64;

	static final LongSupplier NANO_TIME = System::nanoTime;

	private static final ConcurrentMap<Path, FileLock> LOCKS_OF_JVM = new ConcurrentHashMap<>();

	private static final HoldWatch WATCH = new HoldWatch(LOCKS_OF_JVM);

	private final OpenFile.Opener files;

	private final Set<PosixFilePermission> permissions;

	private final HoldRecord.Writer record;

	private final long holdWarningNanos;

	/**
	 * Creates nothing and loads no native code yet.
	 * @param unit the unit that acquires the locks, as it is told to others
	 * @param permissions of each lock file that this creates, whatever the umask
	 * @param holdWarning after what time a held lock is logged
	 * @throws UnsupportedOperationException on a platform whose files cannot be locked
	 * @throws IllegalStateException if JNA is missing
	 */
	public FileLocks(String unit, Set<PosixFilePermission> permissions, Duration holdWarning) {
		this(nativeFiles(), unit, permissions, holdWarning);
	}

	// Asks first: the native files themselves cannot even be loaded elsewhere
	private static OpenFile.Opener nativeFiles() {
		NativeFiles.Flags.of(System.getProperty("os.name"), System.getProperty("os.arch"));
		NativeTrouble.requireJna();
		return NativeFiles.INSTANCE;
	}

	FileLocks(OpenFile.Opener files, String unit, Set<PosixFilePermission> permissions, Duration holdWarning) {
		this.files = files;
		this.permissions = Set.copyOf(permissions);
		this.record = new HoldRecord.Writer(unit);
		this.holdWarningNanos = Deadline.nanos(holdWarning);
	}

	/**
	 * Locks that exclude within this JVM alone, on any platform. Nothing is opened or
	 * created; the paths are names, and must be none of a file's.
	 * @param unit the unit that acquires the locks, as it is told to others
	 * @param holdWarning after what time a held lock is logged
	 * @return the locks
	 */
	public static FileLocks inMemory(String unit, Duration holdWarning) {
		return new FileLocks(MemoryFile.OPENER, unit, Set.of(), holdWarning);
	}

	/**
	 * Acquires the lock of a file, reentrantly for the current thread. Creates the file
	 * where it is missing.
	 * @param file the lock file
	 * @param operation what for, as it is told to others
	 * @param deadline how long to wait; one that has passed tries once
	 * @param whenReleased run when the last hold was released and the lock is free again,
	 * by the thread that released it; must not throw; not run for a hold that is
	 * reentrant
	 * @return the hold, or {@code null} if the lock was not free in time
	 * @throws IOException if the file cannot be created, opened or locked
	 * @throws InterruptedException if the thread was interrupted before it had the lock
	 */
	public @Nullable Hold acquire(Path file, String operation, Deadline deadline, @Nullable Runnable whenReleased)
			throws IOException, InterruptedException {
		Claim claim = new Claim(this.permissions, this.record, operation, this.holdWarningNanos, whenReleased);
		try {
			while (true) {
				FileLock lock = lock(file);
				WATCH.watchFor(this.holdWarningNanos);
				Hold hold = lock.acquire(claim, deadline);
				if (hold != null || !lock.isRetired()) {
					return hold;
				}
				// Whoever retired it does so too, unless its memory has ended in between
				LOCKS_OF_JVM.remove(file, lock);
			}
		}
		catch (LinkageError ex) {
			throw NativeTrouble.describe(ex);
		}
	}

	/**
	 * Whether the current thread holds the lock of a file.
	 * @param file the lock file
	 * @return whether it does
	 */
	public boolean isHeldByCurrentThread(Path file) {
		FileLock lock = LOCKS_OF_JVM.get(file);
		return lock != null && lock.isHeldByCurrentThread();
	}

	/**
	 * Whether a thread of this JVM holds the lock of a file.
	 * @param file the lock file
	 * @return whether one does
	 */
	public boolean isHeld(Path file) {
		FileLock lock = LOCKS_OF_JVM.get(file);
		return lock != null && lock.isHeld();
	}

	/**
	 * Whether a lock is in use, or was some seconds ago.
	 * @param file the lock file
	 * @return whether it is
	 */
	public boolean isKnown(Path file) {
		return LOCKS_OF_JVM.containsKey(file);
	}

	/**
	 * The thread of this JVM that holds the lock of a file, in words.
	 * @param file the lock file
	 * @return the thread's name, and whether it has gone on since; {@code null} if no
	 * thread of this JVM holds the lock
	 */
	public static @Nullable String holdingThread(Path file) {
		FileLock lock = LOCKS_OF_JVM.get(file);
		return (lock != null) ? lock.holdingThread() : null;
	}

	private FileLock lock(Path file) {
		FileLock known = LOCKS_OF_JVM.get(file);
		if (known != null) {
			return known;
		}
		FileLock mine = new FileLock(new LockFile.Opener(this.files, file), LOCKS_OF_JVM.size() < KEPT_OPEN, NANO_TIME);
		FileLock first = LOCKS_OF_JVM.putIfAbsent(file, mine);
		return (first != null) ? first : mine;
	}

	/**
	 * Reads what a file begins with, which anyone may have put there. Follows no link and
	 * waits for nobody: the JDK's own way to open a file blocks where that has become a
	 * pipe since somebody looked, until there is a writer.
	 * @param file the file
	 * @param longest the number of bytes to read at most
	 * @return the bytes
	 * @throws IOException if it cannot be read, or is no regular file
	 */
	public static byte[] read(Path file, int longest) throws IOException {
		try {
			try (NativeFile open = NativeFiles.openForReading(file)) {
				byte[] bytes = new byte[longest];
				return Arrays.copyOf(bytes, open.read(bytes));
			}
		}
		catch (LinkageError ex) {
			throw NativeTrouble.describe(ex);
		}
	}

	/**
	 * Tries out whether locks in a directory exclude each other, with a file that is gone
	 * afterwards.
	 * @param directory the directory
	 * @throws IOException if they do not, or if that cannot be tried, with what to do
	 */
	public static void test(Path directory) throws IOException {
		try {
			new Exclusion(NativeFiles.INSTANCE, directory).test();
		}
		catch (LinkageError ex) {
			throw NativeTrouble.describe(ex);
		}
	}

	/**
	 * Who holds and who waits for locks, all asked at about one moment. Creates nothing,
	 * and takes no lock but for one case: where a record tells of a holder that cannot be
	 * seen from here, a shared one is tried for an instant.
	 * @param files the lock files, which need not exist
	 * @return the state of each, in the same order
	 */
	public static List<LockState> inspect(List<Path> files) {
		Inspector inspector = new Inspector(Duration.ofSeconds(2));
		return files.stream().map(inspector::inspect).toList();
	}

	/**
	 * Who holds a lock, of any program. Searches no longer than the lock was waited for,
	 * and some milliseconds.
	 * @param file the lock file
	 * @param timeout how long the lock was waited for
	 * @return the holder; {@code null} if nobody holds it or the kernel does not tell
	 */
	public static @Nullable LockProcess findHolder(Path file, Duration timeout) {
		Duration longest = Duration.ofMillis(500);
		return Inspector.findHolder(file, Inspector.BRIEFLY.plus((timeout.compareTo(longest) < 0) ? timeout : longest));
	}

}
