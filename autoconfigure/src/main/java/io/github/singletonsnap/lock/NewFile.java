package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import com.sun.jna.Native;

/**
 * How a lock file comes into being.
 */
final class NewFile {

	private static final int AT_SYMLINK_FOLLOW = 0x400;

	private NewFile() {
	}

	/**
	 * Creates a file that gets its name when it has its mode: at no moment is there one
	 * that is open to others or closed to those it is for, and no path is followed, which
	 * whoever may write to the directory could lead elsewhere.
	 */
	static void create(Path path, Set<PosixFilePermission> permissions) throws IOException {
		Path parent = Objects.requireNonNull(path.getParent());
		int nameless = (NativeFile.FLAGS.nameless() != 0)
				? LibC.open(LibC.bytes(parent), NativeFile.FLAGS.nameless(), 0600) : -1;
		if (nameless < 0) {
			// The file system cannot do that, or the directory cannot be written to
			byOwnName(path, permissions);
			return;
		}
		try {
			if (LibC.fchmod(nameless, NativeFile.mode(permissions)) != 0) {
				throw LibC.failure("fchmod");
			}
			byte[] descriptor = LibC.bytes("/proc/self/fd/" + nameless);
			if (LibC.linkat(FileIdentity.AT_FDCWD, descriptor, FileIdentity.AT_FDCWD, LibC.bytes(path),
					AT_SYMLINK_FOLLOW) == 0 || Native.getLastError() == LibC.EEXIST) {
				// Where it exists, another process was first
				return;
			}
		}
		finally {
			LibC.close(nameless);
		}
		// Without /proc there is no way from the descriptor to a name
		byOwnName(path, permissions);
	}

	private static void byOwnName(Path path, Set<PosixFilePermission> permissions) throws IOException {
		Path own = path.resolveSibling(".singleton-snap-new-" + UUID.randomUUID());
		Files.createFile(own, PosixFilePermissions
			.asFileAttribute(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
		try {
			NativeFile file = NativeFile.openAsItIs(own);
			try {
				file.changeMode(permissions);
			}
			finally {
				file.close();
			}
			Files.createLink(path, own);
		}
		catch (FileAlreadyExistsException ex) {
			// Another process was first
		}
		finally {
			Files.deleteIfExists(own);
		}
	}

}
