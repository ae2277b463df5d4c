package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

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
		int nameless = nameless(Objects.requireNonNull(path.getParent()));
		if (nameless < 0) {
			// The file system cannot do that, or the directory cannot be written to, or
			// there
			// is no descriptor left
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

	private static int nameless(Path directory) {
		return (NativeFile.FLAGS.nameless() != 0) ? LibC.open(LibC.bytes(directory), NativeFile.FLAGS.nameless(), 0600)
				: -1;
	}

	/**
	 * Opens a file that never gets a name twice, or returns nothing where that cannot be.
	 */
	static List<OpenFile> openNameless(Path directory) throws IOException {
		int nameless = nameless(directory);
		if (nameless < 0) {
			return List.of();
		}
		try {
			NativeFile one = NativeFile.openDescriptor(nameless);
			boolean both = false;
			try {
				OpenFile other = NativeFile.openDescriptor(nameless);
				both = true;
				return List.of(one, other);
			}
			finally {
				if (!both) {
					one.close();
				}
			}
		}
		catch (NoSuchFileException ex) {
			// Without /proc
			return List.of();
		}
		finally {
			LibC.close(nameless);
		}
	}

	// No UUID: without a descriptor the JDK cannot load what makes one, and throws an
	// Error
	private static String anyNumber() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
	}

	private static void byOwnName(Path path, Set<PosixFilePermission> permissions) throws IOException {
		Path own = path.resolveSibling(".singleton-snap-new-" + anyNumber());
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
