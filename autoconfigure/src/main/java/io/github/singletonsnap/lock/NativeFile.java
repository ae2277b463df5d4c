package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

import com.sun.jna.Native;

/**
 * An open file of the kernel itself, through the C library.
 */
final class NativeFile implements OpenFile {

	private static final int FLAGS = OpenFlags.of(System.getProperty("os.name"), System.getProperty("os.arch"));

	private static final int LOCK_EX = 2;

	private static final int LOCK_NB = 4;

	private static final int LOCK_UN = 8;

	// No descriptor once it is closed: the kernel may have given its number to another
	// file
	private int fd;

	private final FileIdentity identity;

	private final FileIdentity.PathProbe path;

	private final ByteBuffer memory = LibC.allocate(HoldRecord.START + HoldRecord.LONGEST);

	private final long address = LibC.address(this.memory);

	private NativeFile(Path path, int fd) throws IOException {
		this.fd = fd;
		this.identity = FileIdentity.of(fd);
		this.path = new FileIdentity.PathProbe(path);
	}

	static OpenFile open(Path path) throws IOException {
		byte[] bytes = LibC.bytes(path);
		int fd = LibC.open(bytes, FLAGS);
		while (fd < 0 && Native.getLastError() == LibC.EINTR) {
			fd = LibC.open(bytes, FLAGS);
		}
		if (fd < 0) {
			throw failure(path.toString(), Native.getLastError());
		}
		try {
			return new NativeFile(path, fd);
		}
		catch (IOException ex) {
			LibC.close(fd);
			throw ex;
		}
	}

	private static FileSystemException failure(String path, int errno) {
		return switch (errno) {
			case LibC.ENOENT -> new NoSuchFileException(path);
			case LibC.EACCES -> new AccessDeniedException(path);
			default -> new FileSystemException(path, null, LibC.strerror(errno));
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

	private boolean flock(int operation) throws IOException {
		while (LibC.flock(this.fd, operation) != 0) {
			int errno = Native.getLastError();
			if (errno == LibC.EWOULDBLOCK) {
				return false;
			}
			if (errno != LibC.EINTR) {
				throw LibC.failure("flock");
			}
		}
		return true;
	}

	@Override
	public boolean isCurrent() throws IOException {
		return this.identity.equals(this.path.identify());
	}

	@Override
	public int read(byte[] buffer) throws IOException {
		int count = (int) LibC.pread(this.fd, this.address, Math.min(buffer.length, this.memory.capacity()), 0);
		if (count < 0) {
			throw LibC.failure("pread");
		}
		this.memory.get(0, buffer, 0, count);
		return count;
	}

	@Override
	public void write(byte[] bytes, int length, long at) throws IOException {
		this.memory.put(0, bytes, 0, length);
		if (LibC.pwrite(this.fd, this.address, length, at) != length) {
			throw LibC.failure("pwrite");
		}
	}

	@Override
	public void close() throws IOException {
		int closing = this.fd;
		this.fd = -1;
		// Never again after EINTR: Linux has freed the descriptor all the same
		if (closing >= 0 && LibC.close(closing) != 0 && Native.getLastError() != LibC.EINTR) {
			throw LibC.failure("close");
		}
	}

	/**
	 * The value of {@code O_RDWR | O_CLOEXEC | O_NOFOLLOW}, which differs by platform. A
	 * wrong value for {@code O_NOFOLLOW} is accepted by the kernel as some other flag, so
	 * an unknown platform is refused rather than guessed. Those with 32 bits are unknown:
	 * their {@code off_t} has another size too.
	 */
	static final class OpenFlags {

		private static final int O_RDWR = 2;

		private static final Set<String> GENERIC = Set.of("amd64", "x86_64", "riscv64", "s390x");

		// These define O_NOFOLLOW in their own fcntl.h, before asm-generic does
		private static final Set<String> OWN = Set.of("aarch64", "ppc64le");

		private OpenFlags() {
		}

		static int of(String os, String arch) {
			if (os.startsWith("Mac")) {
				return O_RDWR | 0x1000000 | 0x100;
			}
			if (os.equals("Linux") && GENERIC.contains(arch)) {
				return O_RDWR | 02000000 | 0400000;
			}
			if (os.equals("Linux") && OWN.contains(arch)) {
				return O_RDWR | 02000000 | 0100000;
			}
			throw new UnsupportedOperationException("cannot lock files on " + os + " " + arch + ": there "
					+ (os.startsWith("Windows") ? "is no flock(2)" : "the flags of open(2) are not known"));
		}

	}

}
