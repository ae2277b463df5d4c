package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import io.github.singletonsnap.lock.Tenure.Claim;
import io.github.singletonsnap.name.FileNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lock file, open.
 * <p>
 * flock(2) alone starves waiters: a process that loops takes the lock again before the
 * woken waiter runs. So whoever has to wait passes a turnstile: takes the gate, then the
 * lock, then gives the gate back. The one that waits for the lock holds the gate, and has
 * put a mark behind the records in the lock file, so that it is longer than they are:
 * whoever gets the lock without the gate and sees that gives it back, and queues at the
 * gate.
 * <p>
 * Only who holds the gate writes the mark, and whoever finds the lock free there cuts it
 * off. So the first request after the last waiter passes the gate for nothing; the waiter
 * itself has no time to lose when it is woken. A mark that another program cuts off costs
 * the waiter its precedence, and never the exclusion.
 * <p>
 * One look at the path tells all that a new holder has to know: whether it still leads to
 * this file, whether somebody waits, and whether the file is as its last holder left it.
 * If that was this one, and it left nothing to tell, the file need not be read.
 * <p>
 * Used by one thread at a time.
 */
final class LockFile {

	/**
	 * How long the file is without a mark, at most.
	 */
	static final int SIZE = HoldRecord.NOTICE + HoldRecord.LONGEST;

	private static final Logger logger = LoggerFactory.getLogger(LockFile.class);

	private static final byte[] WAITING = { 'w' };

	private final OpenFile lock;

	private final Opener opener;

	private final byte[] buffer = new byte[SIZE];

	// Whether it was looked at since it was locked
	private boolean looked;

	private boolean current;

	private boolean hasNotice;

	// Whether this wrote last, and left nothing to tell
	private boolean clean;

	// Open only while somebody waits, or where stack ended before it was closed
	private @Nullable OpenFile gate;

	private LockFile(OpenFile lock, Opener opener) {
		this.lock = lock;
		this.opener = opener;
	}

	boolean tryLock(Set<PosixFilePermission> permissions) throws IOException {
		if (!this.lock.tryLock()) {
			return false;
		}
		if (!isMarked()) {
			return true;
		}
		unlock();
		return tryLockThroughGate(permissions);
	}

	private boolean tryLockThroughGate(Set<PosixFilePermission> permissions) throws IOException {
		OpenFile gate = this.opener.openGate(permissions);
		this.gate = gate;
		try {
			return gate.tryLock() && tryLockInGate();
		}
		finally {
			releaseGate();
		}
	}

	private void releaseGate() throws IOException {
		if (this.gate != null) {
			release(this.gate);
			this.gate = null;
		}
	}

	private boolean tryLockInGate() throws IOException {
		boolean locked = this.lock.tryLock();
		if (locked && isMarked()) {
			removeMark();
		}
		return locked;
	}

	private void removeMark() {
		try {
			this.lock.truncate(SIZE);
		}
		catch (IOException ex) {
			warn(ex);
		}
	}

	private boolean isMarked() throws IOException {
		return isCurrent() && this.lock.size() > SIZE;
	}

	/**
	 * For the holder of the gate, which must keep it until this returns.
	 */
	void waitForLock() throws IOException {
		if (!tryLockInGate()) {
			hint(WAITING, 1, SIZE);
			this.lock.lock();
		}
		// It begins later, and on another thread: that looks for itself
		this.looked = false;
	}

	/**
	 * Whether the path led to this file when it was locked.
	 */
	boolean isCurrent() throws IOException {
		if (!this.looked) {
			this.current = this.lock.isCurrent();
			this.clean &= this.lock.isUntouched();
			this.looked = true;
		}
		return this.current;
	}

	/**
	 * Whether the path leads to this file still. Before the release to be asked after
	 * {@link #end}: what is written later is seen as somebody else's by the next look.
	 */
	boolean isStillCurrent() throws IOException {
		return this.lock.isCurrent();
	}

	/**
	 * Writes the record of the new holder, and returns what it is to be told: the first
	 * record that was abandoned since an operation ended well.
	 */
	@Nullable HoldRecord begin(Claim claim) throws IOException {
		HoldRecord notice = this.clean ? null : readNotice();
		this.clean = false;
		this.hasNotice = notice != null;
		hint(this.buffer, claim.record().write(claim.operation(), this.buffer), HoldRecord.START);
		return notice;
	}

	private @Nullable HoldRecord readNotice() throws IOException {
		int length = this.lock.read(this.buffer);
		HoldRecord notice = HoldRecord.decode(this.buffer, length, HoldRecord.NOTICE);
		if (notice == null) {
			notice = HoldRecord.decode(this.buffer, length, HoldRecord.START);
			if (notice != null) {
				keepNotice(length);
			}
		}
		return notice;
	}

	// Before the new holder's record takes its place: that one may die too
	private void keepNotice(int length) {
		this.buffer[HoldRecord.START] = HoldRecord.ABANDONED[0];
		hint(this.buffer, Math.min(length, HoldRecord.LONGEST), HoldRecord.NOTICE);
	}

	/**
	 * One byte for each record: to truncate the file would cost more than all the rest.
	 */
	void end(Tenure.Ending ending) {
		if (this.hasNotice && ending == Tenure.Ending.WELL) {
			hint(HoldRecord.RELEASED, 1, HoldRecord.NOTICE);
		}
		boolean abandoned = ending == Tenure.Ending.ABANDONED && !this.hasNotice;
		boolean ended = hint(abandoned ? HoldRecord.ABANDONED : HoldRecord.RELEASED, 1, HoldRecord.START);
		this.clean = ended && !this.hasNotice && !abandoned;
	}

	// What cannot be written, as on a full disk, others are not told. That is no reason
	// to refuse the lock
	private boolean hint(byte[] bytes, int length, long at) {
		try {
			this.lock.write(bytes, length, at);
			return true;
		}
		catch (IOException ex) {
			warn(ex);
			return false;
		}
	}

	private void warn(IOException ex) {
		Warnings.once(logger, "Cannot write to {} ({}): others are not told who holds the lock, or died in it. The "
				+ "lock itself is as good as ever", this.opener.path(), String.valueOf(ex.getMessage()));
	}

	void unlock() throws IOException {
		this.looked = false;
		releaseGate();
		this.lock.unlock();
	}

	/**
	 * Unlocks, and closes.
	 */
	void release() throws IOException {
		releaseGate();
		release(this.lock);
	}

	void close() throws IOException {
		try {
			if (this.gate != null) {
				this.gate.close();
			}
		}
		finally {
			this.lock.close();
		}
	}

	// A child process between fork and exec shares the descriptor, and with it a lock
	// that was not unlocked first
	private static void release(OpenFile file) throws IOException {
		try {
			file.unlock();
		}
		finally {
			file.close();
		}
	}

	/**
	 * Opens the lock file of one path and its gate, and creates them where they are
	 * missing, with the permissions of whoever asks.
	 */
	static final class Opener {

		private final OpenFile.Opener files;

		private final Path path;

		private final Path gate;

		Opener(OpenFile.Opener files, Path path) {
			this.files = files;
			this.path = path;
			this.gate = FileNames.gate(path);
		}

		Path path() {
			return this.path;
		}

		LockFile open(Set<PosixFilePermission> permissions) throws IOException {
			try {
				return new LockFile(this.files.open(this.path, permissions), this);
			}
			catch (NoSuchFileException ex) {
				this.files.create(this.gate, permissions);
				this.files.create(this.path, permissions);
				return new LockFile(this.files.open(this.path, permissions), this);
			}
		}

		/**
		 * Locks the gate, however long it takes.
		 */
		OpenFile lockGate(Set<PosixFilePermission> permissions) throws IOException {
			OpenFile file = openGate(permissions);
			boolean locked = false;
			try {
				file.lock();
				locked = true;
				return file;
			}
			finally {
				if (!locked) {
					file.close();
				}
			}
		}

		private OpenFile openGate(Set<PosixFilePermission> permissions) throws IOException {
			try {
				return this.files.open(this.gate, permissions);
			}
			catch (NoSuchFileException ex) {
				this.files.create(this.gate, permissions);
				return this.files.open(this.gate, permissions);
			}
		}

		void releaseGate(OpenFile file) throws IOException {
			release(file);
		}

		/**
		 * Tries once to lock the file, for when the gate does not open although the lock
		 * may be free: whoever holds the gate may be stopped, in a debugger for one.
		 */
		@Nullable LockFile tryLockPastGate(Set<PosixFilePermission> permissions) throws IOException {
			LockFile file = open(permissions);
			boolean locked = false;
			try {
				locked = file.lock.tryLock();
				return locked ? file : null;
			}
			finally {
				if (!locked) {
					file.close();
				}
			}
		}

	}

}
