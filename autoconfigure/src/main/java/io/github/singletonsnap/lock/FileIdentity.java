package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;

/**
 * Which file this is, whatever its name: two names, or a name and a descriptor, lead to
 * the same file if these are equal.
 *
 * @param major the device's major number, zero where the platform has no such
 * @param minor the device's minor number, or its only one
 * @param inode the inode on that device
 */
record FileIdentity(int major, long minor, long inode) {

	private static final int AT_FDCWD = -100;

	private static final int AT_SYMLINK_NOFOLLOW = 0x100;

	private static final int AT_EMPTY_PATH = 0x1000;

	private static final int STATX_INO = 0x100;

	private static final boolean STATX = hasStatx();

	static FileIdentity of(int fd) throws IOException {
		FileIdentity identity = STATX ? new PathProbe(Path.of("")).statx(fd, AT_EMPTY_PATH)
				: read(Path.of("/dev/fd/" + fd));
		return Objects.requireNonNull(identity);
	}

	private static boolean hasStatx() {
		try {
			return Platform.isLinux() && new PathProbe(Path.of("/")).statx(AT_FDCWD, 0) != null;
		}
		catch (LinkageError | IOException ex) {
			// A C library from before 2018: the JDK can tell too, only slower
			return false;
		}
	}

	private static @Nullable FileIdentity read(Path path, LinkOption... options) throws IOException {
		try {
			Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino", options);
			return new FileIdentity(0, (long) Objects.requireNonNull(attributes.get("dev")),
					(long) Objects.requireNonNull(attributes.get("ino")));
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Tells again and again to which file a path leads. Not for two threads at a time.
	 */
	static final class PathProbe {

		private final Path path;

		// struct statx, and behind it the path
		private final ByteBuffer memory;

		private final long result;

		PathProbe(Path path) {
			byte[] bytes = LibC.bytes(path);
			this.path = path;
			this.memory = LibC.allocate(256 + bytes.length).put(256, bytes);
			this.result = LibC.address(this.memory);
		}

		/**
		 * Does not follow a symbolic link. Returns {@code null} where there is no file.
		 */
		@Nullable FileIdentity identify() throws IOException {
			return STATX ? statx(AT_FDCWD, AT_SYMLINK_NOFOLLOW) : read(this.path, LinkOption.NOFOLLOW_LINKS);
		}

		private @Nullable FileIdentity statx(int directory, int flags) throws IOException {
			if (LibC.statx(directory, this.result + 256, flags, STATX_INO, this.result) != 0) {
				if (Native.getLastError() == LibC.ENOENT) {
					return null;
				}
				throw LibC.failure("statx");
			}
			// stx_dev_major, stx_dev_minor and stx_ino
			return new FileIdentity(this.memory.getInt(136), this.memory.getInt(140), this.memory.getLong(32));
		}

	}

}
