package io.github.singletonsnap.lock;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The C functions themselves. Loaded at the first lock and not before: the first use of
 * JNA in a cold JVM takes about a tenth of a second.
 */
final class LibC {

	static {
		Native.register(LibC.class, Platform.C_LIBRARY_NAME);
	}

	private LibC() {
	}

	// Variadic in C: with its third argument the call would differ on Apple's arm64
	static native int open(byte[] path, int flags);

	static native int close(int fd);

	static native int flock(int fd, int operation);

	static native String strerror(int errno);

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

		static native int statx(int directory, byte[] path, int flags, int mask, byte[] result);

	}

}
