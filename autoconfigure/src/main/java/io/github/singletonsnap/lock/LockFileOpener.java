package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Opens the lock file of one path, and creates it and its gate where they are missing.
 */
final class LockFileOpener {

	private final Supplier<Syscalls> syscalls;

	private final Path path;

	private final Set<PosixFilePermission> permissions;

	LockFileOpener(Supplier<Syscalls> syscalls, Path path, Set<PosixFilePermission> permissions) {
		this.syscalls = syscalls;
		this.path = path;
		this.permissions = permissions;
	}

	Path path() {
		return this.path;
	}

	LockFile open() throws IOException {
		try {
			return LockFile.open(this.syscalls.get(), this.path);
		}
		catch (NoSuchFileException ex) {
			create(this.path);
			create(LockFile.gateOf(this.path));
			return LockFile.open(this.syscalls.get(), this.path);
		}
	}

	/**
	 * Tries once to lock the file, properly through its gate.
	 */
	@Nullable LockFile tryLock() throws IOException {
		return keepIf(LockFile::tryLock);
	}

	/**
	 * Tries once to lock the file, for when the gate does not open although the lock may
	 * be free: whoever holds the gate may be stopped, in a debugger for one.
	 */
	@Nullable LockFile tryLockPastGate() throws IOException {
		return keepIf(LockFile::tryLockPastGate);
	}

	private @Nullable LockFile keepIf(Attempt attempt) throws IOException {
		LockFile file = open();
		boolean locked = false;
		try {
			locked = attempt.lock(file) && file.isCurrent();
			return locked ? file : null;
		}
		finally {
			if (!locked) {
				file.release();
			}
		}
	}

	private void create(Path file) throws IOException {
		try {
			// Never wider than asked for, not even for a moment
			Files.createFile(file, PosixFilePermissions.asFileAttribute(this.permissions));
			// What the umask took away, given back
			Files.setPosixFilePermissions(file, this.permissions);
		}
		catch (FileAlreadyExistsException ex) {
			// Another process was first
		}
	}

	private interface Attempt {

		boolean lock(LockFile file) throws IOException;

	}

}
