package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 * Tells which file a descriptor or a path leads to.
 */
interface FileIdentifier {

	FileIdentity identify(int fd) throws IOException;

	/**
	 * Does not follow a symbolic link. Returns {@code null} where there is no file.
	 */
	@Nullable FileIdentity identify(Path path) throws IOException;

	static FileIdentifier ofPlatform() {
		if (Platform.isLinux()) {
			try {
				Native.register(LibC.Statx.class, Platform.C_LIBRARY_NAME);
				return new OfStatx();
			}
			catch (UnsatisfiedLinkError ex) {
				// A C library from before 2018: the JDK can tell too, only slower
			}
		}
		return new OfJdk();
	}

	/**
	 * One system call, where there is {@code statx}.
	 */
	final class OfStatx implements FileIdentifier {

		private static final int ENOENT = 2;

		private static final int AT_FDCWD = -100;

		private static final int AT_SYMLINK_NOFOLLOW = 0x100;

		private static final int AT_EMPTY_PATH = 0x1000;

		private static final int STATX_INO = 0x100;

		private static final int INODE = 32;

		private static final int DEVICE_MAJOR = 136;

		private static final int DEVICE_MINOR = 140;

		private static final byte[] EMPTY_PATH = { 0 };

		@Override
		public FileIdentity identify(int fd) throws IOException {
			FileIdentity identity = statx(fd, EMPTY_PATH, AT_EMPTY_PATH);
			if (identity == null) {
				throw new IOException("statx: no file for descriptor " + fd);
			}
			return identity;
		}

		@Override
		public @Nullable FileIdentity identify(Path path) throws IOException {
			return statx(AT_FDCWD, NativeSyscalls.bytes(path), AT_SYMLINK_NOFOLLOW);
		}

		private @Nullable FileIdentity statx(int directory, byte[] path, int flags) throws IOException {
			byte[] result = new byte[256];
			if (LibC.Statx.statx(directory, path, flags, STATX_INO, result) != 0) {
				int errno = Native.getLastError();
				if (errno == ENOENT) {
					return null;
				}
				throw new IOException("statx: " + LibC.strerror(errno));
			}
			ByteBuffer fields = ByteBuffer.wrap(result).order(ByteOrder.nativeOrder());
			long major = fields.getInt(DEVICE_MAJOR);
			return new FileIdentity(major << 32 | fields.getInt(DEVICE_MINOR), fields.getLong(INODE));
		}

	}

	/**
	 * Through the JDK, for platforms without {@code statx}.
	 */
	final class OfJdk implements FileIdentifier {

		@Override
		public FileIdentity identify(int fd) throws IOException {
			return read(Path.of("/dev/fd/" + fd));
		}

		@Override
		public @Nullable FileIdentity identify(Path path) throws IOException {
			try {
				return read(path, LinkOption.NOFOLLOW_LINKS);
			}
			catch (NoSuchFileException ex) {
				return null;
			}
		}

		private FileIdentity read(Path path, LinkOption... options) throws IOException {
			Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino", options);
			return new FileIdentity((long) Objects.requireNonNull(attributes.get("dev")),
					(long) Objects.requireNonNull(attributes.get("ino")));
		}

	}

}
