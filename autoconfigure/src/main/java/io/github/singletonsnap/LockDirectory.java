package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import io.github.singletonsnap.state.LockDirCheck;
import org.jspecify.annotations.Nullable;

/**
 * The lock directory: there, safe to use, and seen to keep locks apart before the first
 * one is acquired.
 */
final class LockDirectory {

	private static final String MODE = "unix:mode";

	private static final int OTHERS_WRITE = 02;

	// Only its owner may remove a file, as in /tmp
	private static final int STICKY = 01000;

	private final Path path;

	private final Exclusion exclusion;

	private volatile LockDirCheck check = new LockDirCheck(LockDirCheck.Status.NOT_RUN, null);

	private LockDirectory(Path path, Exclusion exclusion) {
		this.path = path;
		this.exclusion = exclusion;
	}

	static LockDirectory prepare(Path directory, Set<PosixFilePermission> permissions, Exclusion exclusion) {
		try {
			if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
				create(directory, permissions);
			}
			check(directory);
			// One directory is one set of locks, by whatever links it is reached
			return new LockDirectory(directory.toRealPath(), exclusion);
		}
		catch (IOException ex) {
			throw unusable(directory, Messages.describe(ex, directory), ex);
		}
		catch (UnsupportedOperationException ex) {
			throw unusable(directory, ex.toString(), ex);
		}
	}

	private static void create(Path directory, Set<PosixFilePermission> permissions) throws IOException {
		try {
			Path parent = directory.getParent();
			if (parent != null) {
				Files.createDirectories(parent);
			}
			Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(permissions));
		}
		catch (FileAlreadyExistsException ex) {
			if (Files.isDirectory(directory)) {
				// Another process was first, and will have its permissions
				return;
			}
			throw unusable(directory, "it is absent, and cannot be created because " + ex.getFile() + " is a file", ex);
		}
		catch (AccessDeniedException ex) {
			throw unusable(directory, "it is absent, and this user may not create " + ex.getFile(), ex);
		}
		// What the umask took away, given back; in one step, as it must not be open to
		// all and not yet sticky
		Files.setAttribute(directory, MODE, mode(permissions));
	}

	private static int mode(Set<PosixFilePermission> permissions) {
		String bits = PosixFilePermissions.toString(permissions).replaceAll("[rwx]", "1").replace('-', '0');
		return Integer.parseInt(bits, 2) | (permissions.contains(PosixFilePermission.OTHERS_WRITE) ? STICKY : 0);
	}

	Path path() {
		return this.path;
	}

	/**
	 * How the check before the first lock went.
	 */
	LockDirCheck check() {
		return this.check;
	}

	/**
	 * Tries out whether locks exclude each other here, until that has passed once.
	 */
	void passCheckOnce() throws IOException {
		if (!hasPassed()) {
			passCheck();
		}
	}

	private boolean hasPassed() {
		return this.check.status() == LockDirCheck.Status.PASSED;
	}

	private synchronized void passCheck() throws IOException {
		if (hasPassed()) {
			return;
		}
		try {
			refuseRemovableLocks();
			this.exclusion.test(this.path);
			this.check = new LockDirCheck(LockDirCheck.Status.PASSED, null);
		}
		catch (IOException ex) {
			failed(Messages.describe(ex, this.path));
			throw ex;
		}
		catch (SnapLockException ex) {
			failed(String.valueOf(ex.getMessage()));
			throw ex;
		}
	}

	private void failed(String problem) {
		this.check = new LockDirCheck(LockDirCheck.Status.FAILED, problem);
	}

	// Whoever may remove files can take away a lock that is held. Members of the
	// directory's group may, who were chosen
	private void refuseRemovableLocks() throws IOException {
		refuseForeign(this.path);
		if (((int) Files.getAttribute(this.path, MODE) & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE) {
			throw new FileSystemException(this.path.toString(), null, "every user of the machine may remove the locks "
					+ "in it while they are held. Forbid that with chmod o-w, or with chmod +t if units of several "
					+ "users share it");
		}
	}

	private static void check(Path directory) throws IOException {
		// In a directory that all may write to, such as /run/lock, anyone can plant a
		// link or a directory of that name first, and then own every lock in it
		refuseForeign(directory, LinkOption.NOFOLLOW_LINKS);
		if (!Files.exists(directory)) {
			throw unusable(directory, "it is a symbolic link that leads nowhere", null);
		}
		refuseForeign(directory);
		if (!Files.isDirectory(directory)) {
			throw unusable(directory, "it is not a directory", null);
		}
		if (!Files.isWritable(directory)) {
			throw unusable(directory, "this process may not write to it", null);
		}
	}

	private static void refuseForeign(Path path, LinkOption... options) throws IOException {
		int owner = (int) Files.getAttribute(path, "unix:uid", options);
		Path self = Path.of("/proc/self");
		if (owner != 0 && Files.exists(self) && owner != (int) Files.getAttribute(self, "unix:uid")) {
			throw unusable(path, "it belongs to another user, " + Files.getOwner(path, options).getName()
					+ ", who could take any lock away", null);
		}
	}

	private static SnapLockException unusable(Path directory, String reason, @Nullable Exception cause) {
		return new SnapLockException("cannot use lock directory " + directory + ": " + reason, directory, cause);
	}

	/**
	 * Whether locks in a directory exclude each other.
	 */
	interface Exclusion {

		/**
		 * Fails if they do not.
		 */
		void test(Path directory) throws IOException;

	}

}
