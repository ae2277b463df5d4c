package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import io.github.singletonsnap.name.FileNames;
import org.jspecify.annotations.Nullable;

/**
 * Opens the lock file of one path, and creates it and its gate where they are missing.
 */
final class LockFileOpener {

	private final OpenFile.Opener files;

	private final Path path;

	private final Path gate;

	private final Set<PosixFilePermission> permissions;

	LockFileOpener(OpenFile.Opener files, Path path, Set<PosixFilePermission> permissions) {
		this.files = files;
		this.path = path;
		this.gate = FileNames.gate(path);
		this.permissions = permissions;
	}

	Path path() {
		return this.path;
	}

	OpenFile openGate() throws IOException {
		return open(this.gate);
	}

	LockFile open() throws IOException {
		OpenFile lock = open(this.path);
		try {
			return new LockFile(lock, openGate());
		}
		catch (IOException | RuntimeException | Error ex) {
			lock.close();
			throw ex;
		}
	}

	/**
	 * Tries once to lock the file, for when the gate does not open although the lock may
	 * be free: whoever holds the gate may be stopped, in a debugger for one.
	 */
	@Nullable LockFile tryLockPastGate() throws IOException {
		LockFile file = open();
		boolean locked = false;
		try {
			locked = file.tryLockPastGate() && file.isCurrent();
			return locked ? file : null;
		}
		finally {
			if (!locked) {
				file.release();
			}
		}
	}

	private OpenFile open(Path file) throws IOException {
		try {
			return this.files.open(file);
		}
		catch (NoSuchFileException ex) {
			create(file);
			return this.files.open(file);
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

}
