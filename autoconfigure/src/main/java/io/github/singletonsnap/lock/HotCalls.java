package io.github.singletonsnap.lock;

import java.lang.invoke.MethodHandle;

import org.jspecify.annotations.Nullable;

/**
 * The calls that every acquisition and release makes, each as fast as the JVM can. One
 * that fails is made again through JNA, which keeps the {@code errno}: it is repeated
 * with the same arguments, and may as well succeed then.
 */
final class HotCalls {

	private static final int FAILED = -1;

	private static final @Nullable MethodHandle FLOCK = Downcalls.find("flock", int.class, int.class, int.class);

	private static final @Nullable MethodHandle PREAD = Downcalls.find("pread", long.class, int.class, long.class,
			long.class, long.class);

	private static final @Nullable MethodHandle PWRITE = Downcalls.find("pwrite", long.class, int.class, long.class,
			long.class, long.class);

	private static final @Nullable MethodHandle STATX = Downcalls.find("statx", int.class, int.class, long.class,
			int.class, int.class, long.class);

	private HotCalls() {
	}

	static int flock(int fd, int operation) {
		try {
			int result = (FLOCK != null) ? (int) FLOCK.invokeExact(fd, operation) : FAILED;
			return (result != FAILED) ? result : LibC.flock(fd, operation);
		}
		catch (Throwable ex) {
			throw impossible(ex);
		}
	}

	static long pread(int fd, long buffer, long count, long offset) {
		try {
			long result = (PREAD != null) ? (long) PREAD.invokeExact(fd, buffer, count, offset) : FAILED;
			return (result != FAILED) ? result : LibC.pread(fd, buffer, count, offset);
		}
		catch (Throwable ex) {
			throw impossible(ex);
		}
	}

	static long pwrite(int fd, long buffer, long count, long offset) {
		try {
			long result = (PWRITE != null) ? (long) PWRITE.invokeExact(fd, buffer, count, offset) : FAILED;
			return (result != FAILED) ? result : LibC.pwrite(fd, buffer, count, offset);
		}
		catch (Throwable ex) {
			throw impossible(ex);
		}
	}

	static int statx(int directory, long path, int flags, int mask, long memory) {
		try {
			int result = (STATX != null) ? (int) STATX.invokeExact(directory, path, flags, mask, memory) : FAILED;
			return (result != FAILED) ? result : LibC.Statx.statx(directory, path, flags, mask, memory);
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

}
