package io.github.singletonsnap.lock;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The C functions. JNA is loaded at the first lock and not before: its first use in a
 * cold JVM takes about a tenth of a second.
 * <p>
 * Addresses are numbers: what JNA converts faster than any object. What every acquisition
 * and release calls goes through {@link Downcalls} where there are any; a call that fails
 * is made again through JNA, which keeps the {@code errno}: it is repeated with the same
 * arguments, and may as well succeed then.
 */
final class LibC {

	static final int EPERM = 1;

	static final int ENOENT = 2;

	static final int EINTR = 4;

	static final int EACCES = 13;

	static final int EEXIST = 17;

	static final int EISDIR = 21;

	static final int EWOULDBLOCK = Platform.isMac() ? 35 : 11;

	// Those below, on Linux only
	static final int ENOLCK = 37;

	static final int ENOSYS = 38;

	static final int ELOOP = 40;

	static final int EOPNOTSUPP = 95;

	private static final int FAILED = -1;

	// More than any architecture needs
	private static final int STATFS_SIZE = 64;

	private static final @Nullable MethodHandle FLOCK = Downcalls.find("flock", int.class, int.class, int.class);

	private static final @Nullable MethodHandle PREAD = Downcalls.find("pread", long.class, int.class, long.class,
			long.class, long.class);

	private static final @Nullable MethodHandle PWRITE = Downcalls.find("pwrite", long.class, int.class, long.class,
			long.class, long.class);

	private static final @Nullable MethodHandle STATX = Downcalls.find("statx", int.class, int.class, long.class,
			int.class, int.class, long.class);

	// The charset in which the JDK itself turns a path into the bytes that the kernel
	// sees
	private static final Charset PATHS = Charset
		.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

	static {
		loadJna();
	}

	private LibC() {
	}

	// JNA throws a bare Error where the native library is another version's, which would
	// pass whoever asks for one lock. Of one that its own initialization ends with, the
	// JVM remembers no cause for the next try: so the message says it
	private static void loadJna() {
		try {
			Native.getLastError();
		}
		catch (ExceptionInInitializerError ex) {
			throw unlinked(String.valueOf(ex.getCause()), ex);
		}
		catch (Error ex) {
			if (ex.getClass() != Error.class) {
				throw ex;
			}
			throw unlinked(String.valueOf(ex.getMessage()), ex);
		}
	}

	private static LinkageError unlinked(String why, Error cause) {
		LinkageError error = new UnsatisfiedLinkError(why);
		error.initCause(cause);
		return error;
	}

	static int open(byte[] path, int flags) {
		return Jna.open(path, flags);
	}

	/**
	 * The mode of a file that is created. On Linux only, and through a slower way that
	 * knows of variadic functions.
	 */
	static int open(byte[] path, int flags, int mode) {
		return Variadic.LIBRARY.open(path, flags, mode);
	}

	static int close(int fd) {
		return Jna.close(fd);
	}

	static int fchmod(int fd, int mode) {
		return Jna.fchmod(fd, mode);
	}

	static int ftruncate(int fd, long size) {
		return Jna.ftruncate(fd, size);
	}

	static int linkat(int fromDirectory, byte[] from, int toDirectory, byte[] to, int flags) {
		return Jna.linkat(fromDirectory, from, toDirectory, to, flags);
	}

	static int geteuid() {
		return Jna.geteuid();
	}

	static int kill(int pid, int signal) {
		return Jna.kill(pid, signal);
	}

	/**
	 * Which kind of file system a directory is on, by the number that the kernel has for
	 * it. On Linux only. The number is the first field of the result, or the lower half
	 * of it, on every architecture that has a JDK.
	 */
	static int fileSystem(Path directory) throws IOException {
		int[] result = new int[STATFS_SIZE];
		if (Jna.statfs(bytes(directory), result) != 0) {
			throw NativeFile.failure(directory, Native.getLastError());
		}
		return result[0];
	}

	static int flock(int fd, int operation) {
		try {
			int result = (FLOCK != null) ? (int) FLOCK.invokeExact(fd, operation) : FAILED;
			return (result != FAILED) ? result : Jna.flock(fd, operation);
		}
		catch (Throwable ex) {
			throw impossible(ex);
		}
	}

	static long pread(int fd, long buffer, long count, long offset) {
		try {
			long result = (PREAD != null) ? (long) PREAD.invokeExact(fd, buffer, count, offset) : FAILED;
			return (result != FAILED) ? result : Jna.pread(fd, buffer, count, offset);
		}
		catch (Throwable ex) {
			throw impossible(ex);
		}
	}

	static long pwrite(int fd, long buffer, long count, long offset) {
		try {
			long result = (PWRITE != null) ? (long) PWRITE.invokeExact(fd, buffer, count, offset) : FAILED;
			return (result != FAILED) ? result : Jna.pwrite(fd, buffer, count, offset);
		}
		catch (Throwable ex) {
			throw impossible(ex);
		}
	}

	static int statx(int directory, long path, int flags, int mask, long memory) {
		try {
			int result = (STATX != null) ? (int) STATX.invokeExact(directory, path, flags, mask, memory) : FAILED;
			return (result != FAILED) ? result : Statx.statx(directory, path, flags, mask, memory);
		}
		catch (Throwable ex) {
			throw impossible(ex);
		}
	}

	// A handle is declared to throw anything, and one of a C function throws nothing
	private static RuntimeException impossible(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		return new IllegalStateException(ex);
	}

	static String strerror(int errno) {
		return Jna.strerror(errno);
	}

	static IOException failure(String call) {
		int errno = Native.getLastError();
		return new IOException(call + ": " + strerror(errno));
	}

	static byte[] bytes(Object path) {
		byte[] bytes = path.toString().getBytes(PATHS);
		return Arrays.copyOf(bytes, bytes.length + 1);
	}

	static long address(ByteBuffer buffer) {
		return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
	}

	private static final class Jna {

		static {
			Native.register(Jna.class, Platform.C_LIBRARY_NAME);
		}

		// Variadic in C: with its third argument the call would differ on Apple's arm64
		static native int open(byte[] path, int flags);

		static native int close(int fd);

		static native int fchmod(int fd, int mode);

		static native int ftruncate(int fd, long size);

		static native int linkat(int fromDirectory, byte[] from, int toDirectory, byte[] to, int flags);

		static native int geteuid();

		static native int kill(int pid, int signal);

		static native int statfs(byte[] path, int[] result);

		static native int flock(int fd, int operation);

		static native long pread(int fd, long buffer, long count, long offset);

		static native long pwrite(int fd, long buffer, long count, long offset);

		static native String strerror(int errno);

	}

	private interface Variadic extends Library {

		Variadic LIBRARY = Native.load(Platform.C_LIBRARY_NAME, Variadic.class);

		int open(byte[] path, int flags, Object... mode);

	}

	/**
	 * Apart from the rest, because macOS and old C libraries lack it. Unlike that of
	 * {@code stat}, the layout of its result is the same on every architecture.
	 */
	private static final class Statx {

		static {
			Native.register(Statx.class, Platform.C_LIBRARY_NAME);
		}

		static native int statx(int directory, long path, int flags, int mask, long result);

	}

}
