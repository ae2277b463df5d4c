package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;

/**
 * Which file this is, whatever its name: two names, or a name and a descriptor, lead to
 * the same file if device and inode are equal.
 *
 * @param major the device's major number
 * @param minor the device's minor number
 * @param inode the inode on that device, unsigned
 * @param mount the id of the mount, zero if that is not known
 */
record FileIdentity(int major, int minor, long inode, long mount) {

	static final int AT_FDCWD = -100;

	static final int AT_SYMLINK_NOFOLLOW = 0x100;

	static final int AT_EMPTY_PATH = 0x1000;

	// Type, mode, link count, owner, ctime, inode, size and mount
	static final int FIELDS = 0x1 | 0x2 | 0x4 | 0x8 | 0x80 | 0x100 | 0x200 | 0x1000;

	/**
	 * Whether the C library and the kernel know statx(2). Before 2018 they did not, and a
	 * seccomp profile may forbid it, or there is no JNA: the JDK can tell too, only
	 * slower.
	 */
	static final boolean STATX = System.getProperty("os.name").equals("Linux") && hasStatx();

	private static boolean hasStatx() {
		try (Memory memory = Memory.take()) {
			return memory.statx(AT_FDCWD, "/", 0) == 0;
		}
		catch (LinkageError ex) {
			return false;
		}
	}

	/**
	 * Does not follow a symbolic link. Returns {@code null} where there is no file.
	 */
	static @Nullable FileIdentity of(Path path) throws IOException {
		if (!STATX) {
			return read(path, LinkOption.NOFOLLOW_LINKS);
		}
		byte[] bytes = LibC.bytes(path);
		try (Memory memory = (bytes.length <= Memory.NAME_SIZE) ? Memory.take() : new Memory(bytes.length)) {
			if (memory.statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW) == 0) {
				return of(memory);
			}
			if (Native.getLastError() == LibC.ENOENT) {
				return null;
			}
			throw LibC.failure("statx");
		}
	}

	static FileIdentity of(Memory memory) {
		return new FileIdentity(memory.major(), memory.minor(), memory.inode(), memory.mount());
	}

	static @Nullable FileIdentity read(Path path, LinkOption... options) throws IOException {
		try {
			Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino", options);
			// One number has both, as the C library puts them together
			long device = (long) Objects.requireNonNull(attributes.get("dev"));
			int major = (int) (((device >> 8) & 0xfff) | ((device >> 32) & ~0xfff));
			int minor = (int) ((device & 0xff) | ((device >> 12) & ~0xff));
			return new FileIdentity(major, minor, (long) Objects.requireNonNull(attributes.get("ino")), 0);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	boolean isSameFile(@Nullable FileIdentity other) {
		return other != null && this.major == other.major && this.minor == other.minor && this.inode == other.inode;
	}

}
