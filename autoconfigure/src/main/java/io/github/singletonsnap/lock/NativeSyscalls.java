package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The kernel itself, through the C library.
 */
final class NativeSyscalls implements Syscalls {

	private static final int LOCK_EX = 2;

	private static final int LOCK_NB = 4;

	private static final int LOCK_UN = 8;

	private static final int ENOENT = 2;

	private static final int EINTR = 4;

	private static final int EWOULDBLOCK = Platform.isMac() ? 35 : 11;

	private static final int OPEN_FLAGS = OpenFlags.of(System.getProperty("os.name"), System.getProperty("os.arch"));

	// The charset in which the JDK itself turns a path into the bytes that the kernel
	// sees
	private static final Charset PATHS = Charset
		.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

	private final FileIdentifier identifier = FileIdentifier.ofPlatform();

	@Override
	public int open(Path file) throws IOException {
		while (true) {
			int fd = LibC.open(bytes(file), OPEN_FLAGS);
			if (fd >= 0) {
				return fd;
			}
			int errno = Native.getLastError();
			if (errno == ENOENT) {
				throw new NoSuchFileException(file.toString());
			}
			if (errno != EINTR) {
				throw new FileSystemException(file.toString(), null, LibC.strerror(errno));
			}
		}
	}

	@Override
	public boolean tryLock(int fd) throws IOException {
		return flock(fd, LOCK_EX | LOCK_NB);
	}

	@Override
	public void lock(int fd) throws IOException {
		flock(fd, LOCK_EX);
	}

	@Override
	public void unlock(int fd) throws IOException {
		flock(fd, LOCK_UN);
	}

	private boolean flock(int fd, int operation) throws IOException {
		while (LibC.flock(fd, operation) != 0) {
			int errno = Native.getLastError();
			if (errno == EWOULDBLOCK) {
				return false;
			}
			if (errno != EINTR) {
				throw new IOException("flock: " + LibC.strerror(errno));
			}
		}
		return true;
	}

	@Override
	public void close(int fd) throws IOException {
		// Never again after EINTR: Linux has freed the descriptor, it may be another's by
		// now
		if (LibC.close(fd) != 0 && Native.getLastError() != EINTR) {
			throw new IOException("close: " + LibC.strerror(Native.getLastError()));
		}
	}

	@Override
	public FileIdentity identify(int fd) throws IOException {
		return this.identifier.identify(fd);
	}

	@Override
	public @Nullable FileIdentity identify(Path path) throws IOException {
		return this.identifier.identify(path);
	}

	static byte[] bytes(Path path) {
		byte[] bytes = path.toString().getBytes(PATHS);
		return Arrays.copyOf(bytes, bytes.length + 1);
	}

}
