package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file of the kernel itself, through the C library.
 */
final class NativeFile implements OpenFile {

	/**
	 * For who does not ask for the mode of a file.
	 */
	static final int ANY = -1;

	private static final Logger logger = LoggerFactory.getLogger(NativeFile.class);

	private static final int LOCK_SH = 1;

	private static final int LOCK_EX = 2;

	private static final int LOCK_NB = 4;

	private static final int LOCK_UN = 8;

	// While it is created where there are no nameless files, it has two for an instant
	private static final int LONGEST_CREATION_MILLIS = 100;

	// Two changes of a file that are nearer to each other than any tick of the kernel
	private static final long FINE_NANOS = 500_000;

	// How many pairs of such changes tell that each has a time of its own. One does not:
	// the time of a file system that has coarse ones is moved by those with fine ones
	private static final int FINE_PAIRS = 16;

	private final Path path;

	private final Memory memory;

	private final @Nullable Directory directory;

	private int fd = -1;

	private boolean closed;

	private @Nullable FileIdentity identity;

	private long size;

	// When the inode was changed, as was seen last
	private long changed;

	// Pairs of changes, each looked at, that were near to each other and had times of
	// their own. Far below zero once two had the same: before Linux 6.13, and on some
	// file systems, all changes within a tick have
	private int fine;

	private boolean written;

	private boolean untouched;

	NativeFile(Path path, @Nullable Directory directory) {
		this.path = path;
		this.directory = directory;
		this.memory = Memory.take();
	}

	void changeMode(int mode) throws IOException {
		if (LibC.fchmod(this.fd, mode) != 0) {
			throw LibC.failure("fchmod");
		}
	}

	// The object is there before the descriptor, which could be lost otherwise when
	// memory or stack ends
	NativeFile open(int flags, int mode) throws IOException {
		boolean opened = false;
		try {
			byte[] bytes = LibC.bytes(this.path);
			do {
				this.fd = LibC.open(bytes, flags);
			}
			while (this.fd < 0 && Native.getLastError() == LibC.EINTR);
			if (this.fd < 0) {
				throw failure(this.path, Native.getLastError());
			}
			identify(mode);
			opened = true;
			return this;
		}
		finally {
			if (!opened) {
				close();
			}
		}
	}

	private void identify(int permitted) throws IOException {
		if (!FileIdentity.STATX) {
			Path descriptor = Path.of("/dev/fd/" + this.fd);
			this.identity = FileIdentity.read(descriptor);
			refuseIrregular((int) Files.getAttribute(descriptor, "unix:mode"));
			return;
		}
		if (this.memory.statxOf(this.fd) != 0) {
			throw LibC.failure("statx");
		}
		this.identity = FileIdentity.of(this.memory);
		refuseIrregular(this.memory.mode());
		if (permitted != ANY) {
			refuseOtherNames();
			narrow(this.memory.mode() & 07777, this.memory.owner(), permitted);
		}
		this.memory.name(this.path.getFileName());
	}

	private void refuseIrregular(int mode) throws IOException {
		String kind = switch (mode & 0170000) {
			case 0100000 -> null;
			case 0010000 -> "a FIFO";
			case 0040000 -> "a directory";
			case 0120000 -> "a symbolic link";
			case 0140000 -> "a socket";
			default -> "a device";
		};
		if (kind != null) {
			throw planted(this.path, kind + " and no regular file");
		}
	}

	// A second name of a file that is somebody's: we would write into it, and change its
	// mode. The kernel allows to make one unless fs.protected_hardlinks forbids it
	private void refuseOtherNames() throws IOException {
		for (int i = 0; i < LONGEST_CREATION_MILLIS && this.memory.links() > 1; i++) {
			LockSupport.parkNanos(1_000_000);
			if (this.memory.statxOf(this.fd) != 0) {
				throw LibC.failure("statx");
			}
		}
		if (this.memory.links() > 1) {
			throw planted(this.path, "one of " + this.memory.links() + " names of a file");
		}
	}

	private static FileSystemException planted(Path path, String what) {
		return new FileSystemException(path.toString(), null,
				"it is " + what + ": somebody put it there. Find out who, and remove it");
	}

	// Whoever can open a lock file can hold the lock for ever: flock(1) and a shell
	// create it with the umask, which is open to all as a rule
	private void narrow(int mode, int owner, int permitted) throws IOException {
		int user = LibC.geteuid();
		boolean wide = (mode & ~permitted) != 0;
		if (wide && owner == user && LibC.fchmod(this.fd, permitted) == 0) {
			Warnings.say(() -> logger.warn("{} was open to more users than it should be (mode {}), who could hold the "
					+ "lock for ever. Its mode is {} now", this.path, octal(mode), octal(permitted)));
		}
		else if (wide || (owner != user && owner != 0 && (permitted & 066) == 0)) {
			Warnings.once(logger,
					"{} belongs to user {} and has mode {}: other users than this one can hold the lock "
							+ "for ever. Find out which program created it, and change its owner and mode",
					this.path, owner, octal(mode));
		}
	}

	private static String octal(int mode) {
		return String.format("%04o", mode);
	}

	static FileSystemException failure(Path path, int errno) {
		return switch (errno) {
			case LibC.ENOENT -> new NoSuchFileException(path.toString());
			case LibC.EACCES -> new AccessDeniedException(path.toString());
			case LibC.EISDIR -> planted(path, "a directory and no regular file");
			default -> (errno == LibC.ELOOP) ? planted(path, "a symbolic link and no regular file")
					: new FileSystemException(path.toString(), null, LibC.strerror(errno));
		};
	}

	@Override
	public boolean tryLock() throws IOException {
		return flock(LOCK_EX | LOCK_NB);
	}

	@Override
	public void lock() throws IOException {
		flock(LOCK_EX);
	}

	@Override
	public void unlock() throws IOException {
		flock(LOCK_UN);
	}

	/**
	 * Whether another process has the lock, asked by the shortest of shared locks.
	 */
	boolean isLockedByAnother() throws IOException {
		boolean free = flock(LOCK_SH | LOCK_NB);
		if (free) {
			unlock();
		}
		return !free;
	}

	private boolean flock(int operation) throws IOException {
		while (LibC.flock(this.fd, operation) != 0) {
			int errno = Native.getLastError();
			if (errno == LibC.EWOULDBLOCK) {
				return false;
			}
			if (errno == LibC.ENOLCK || errno == LibC.ENOSYS || errno == LibC.EOPNOTSUPP) {
				throw new FileSystemException(this.path.toString(), null, "its file system cannot lock ("
						+ LibC.strerror(errno) + "). Put the lock directory on a local file system");
			}
			if (errno != LibC.EINTR) {
				throw LibC.failure("flock");
			}
		}
		return true;
	}

	@Override
	public boolean isCurrent() throws IOException {
		checkOpen();
		this.untouched = false;
		FileIdentity mine = Objects.requireNonNull(this.identity);
		if (this.directory == null) {
			boolean current = mine.isSameFile(FileIdentity.of(this.path));
			this.size = current ? this.path.toFile().length() : 0;
			return current;
		}
		if (!this.directory.isCurrent()) {
			return false;
		}
		if (this.memory.statx(this.directory.fd(), FileIdentity.AT_SYMLINK_NOFOLLOW) != 0) {
			if (Native.getLastError() == LibC.ENOENT) {
				return false;
			}
			throw LibC.failure("statx");
		}
		if (this.memory.inode() != mine.inode() || this.memory.minor() != mine.minor()
				|| this.memory.major() != mine.major()) {
			return false;
		}
		this.size = this.memory.size();
		compareTimes(this.memory.changed());
		return true;
	}

	// The kernel gives a change a time of its own only if somebody has looked at the one
	// before: so it is compared with what was seen after our own change, and not before
	private void compareTimes(long now) {
		long since = now - this.changed;
		this.changed = now;
		if (this.written && since == 0) {
			this.fine = Integer.MIN_VALUE;
		}
		else if (this.written && since > 0 && since < FINE_NANOS && this.fine < FINE_PAIRS) {
			this.fine++;
		}
		this.untouched = since == 0 && this.fine == FINE_PAIRS;
		this.written = false;
	}

	@Override
	public boolean isUntouched() {
		return this.untouched;
	}

	@Override
	public long size() {
		return this.size;
	}

	@Override
	public int read(byte[] buffer) throws IOException {
		checkOpen();
		int count = (int) LibC.pread(this.fd, this.memory.address(), Math.min(buffer.length, LockFile.SIZE), 0);
		if (count < 0) {
			throw LibC.failure("pread");
		}
		this.memory.get(buffer, count);
		return count;
	}

	@Override
	public void write(byte[] bytes, int length, long at) throws IOException {
		checkOpen();
		this.memory.put(bytes, length);
		this.written = true;
		if (LibC.pwrite(this.fd, this.memory.address(), length, at) != length) {
			throw LibC.failure("pwrite");
		}
	}

	@Override
	public void truncate(long size) throws IOException {
		this.written = true;
		if (LibC.ftruncate(this.fd, size) != 0) {
			throw LibC.failure("ftruncate");
		}
	}

	// Its memory is another's by then
	private void checkOpen() throws IOException {
		if (this.closed) {
			throw new IOException("closed");
		}
	}

	// Stack can end before each call, and then this is called again. So the descriptor,
	// which has the lock, is forgotten only once the kernel was told. Memory that is
	// given back twice would serve two files
	@Override
	public void close() throws IOException {
		int result = (this.fd >= 0) ? LibC.close(this.fd) : 0;
		this.fd = -1;
		int errno = (result != 0) ? Native.getLastError() : 0;
		if (!this.closed) {
			this.closed = true;
			this.memory.close();
			if (this.directory != null) {
				this.directory.close();
			}
		}
		// Never again after EINTR: Linux has freed the descriptor all the same
		if (result != 0 && errno != LibC.EINTR) {
			throw failure(this.path, errno);
		}
	}

}
