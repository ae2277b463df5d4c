package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * The C functions themselves. Loaded at the first lock and not before: the first use of
 * JNA in a cold JVM takes about a tenth of a second.
 */
final class LibC {

	static final int ENOENT = 2;

	static final int EINTR = 4;

	static final int EACCES = 13;

	static final int EWOULDBLOCK = Platform.isMac() ? 35 : 11;

	// The charset in which the JDK itself turns a path into the bytes that the kernel
	// sees
	private static final Charset PATHS = Charset
		.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

	static {
		Native.register(LibC.class, Platform.C_LIBRARY_NAME);
	}

	private LibC() {
	}

	// Variadic in C: with its third argument the call would differ on Apple's arm64
	static native int open(byte[] path, int flags);

	static native int close(int fd);

	static native int flock(int fd, int operation);

	// Addresses as numbers, here and below: what JNA converts faster than any object

	static native long pread(int fd, long buffer, long count, long offset);

	static native long pwrite(int fd, long buffer, long count, long offset);

	static native String strerror(int errno);

	static byte[] bytes(Path path) {
		byte[] bytes = path.toString().getBytes(PATHS);
		return Arrays.copyOf(bytes, bytes.length + 1);
	}

	/**
	 * Memory whose address stays valid as long as the buffer is reachable.
	 */
	static ByteBuffer allocate(int size) {
		return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
	}

	static long address(ByteBuffer buffer) {
		return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
	}

	static IOException failure(String call) {
		return new IOException(call + ": " + strerror(Native.getLastError()));
	}

	/**
	 * Apart from the rest, because macOS and old C libraries lack it. Unlike that of
	 * {@code stat}, the layout of its result is the same on every architecture.
	 */
	static final class Statx {

		static {
			Native.register(Statx.class, Platform.C_LIBRARY_NAME);
		}

		private Statx() {
		}

		static native int statx(int directory, long path, int flags, int mask, long result);

	}

}
