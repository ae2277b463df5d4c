package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.github.singletonsnap.name.FileNames;
import org.jspecify.annotations.Nullable;

/**
 * What registrations ask of their directory. Each method is one step, so that tests can
 * let a process die between two.
 * <p>
 * Others may write to the directory, and put a link or a pipe where a registration is to
 * be. So no file that is there is ever opened, and none is changed by its path: a new one
 * is made, and takes the name.
 */
class RegistrationFiles {

	// O_EXCL, which follows no link and opens nothing that was there
	private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

	// Right from the first moment, and never wider, whatever the umask is. Nobody has to
	// open a registration: its name says it all
	private static final FileAttribute<?> MODE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

	private static final int LONGEST_TICK_MILLIS = 10;

	private final Path directory;

	// With the dot, what is opened is a directory or nothing: no pipe that took its place
	private final Path inside;

	RegistrationFiles(Path directory) {
		this.directory = directory;
		this.inside = directory.resolve(".");
	}

	Path path(String name) {
		return this.directory.resolve(name);
	}

	/**
	 * Creates an empty file. One that cannot be written to the end is not there.
	 * @return whether there was no file of that name
	 */
	boolean create(String name) throws IOException {
		Path file = path(name);
		FileTime now = FileTime.from(Instant.now());
		FileChannel channel = open(file);
		// The kernel stamps files by a clock that lags by up to a tick, and no unit is to
		// be seen last before it came
		for (int i = 0; channel != null && i < LONGEST_TICK_MILLIS && isOlder(file, now); i++) {
			channel.close();
			delete(file);
			LockSupport.parkNanos(1_000_000);
			channel = open(file);
		}
		if (channel == null) {
			return false;
		}
		try (FileChannel created = channel) {
			created.force(true);
			return true;
		}
		catch (IOException | RuntimeException | Error ex) {
			delete(file);
			throw ex;
		}
	}

	private static @Nullable FileChannel open(Path file) throws IOException {
		try {
			return FileChannel.open(file, NEW, MODE);
		}
		catch (FileAlreadyExistsException ex) {
			return null;
		}
	}

	private static boolean isOlder(Path file, FileTime time) throws IOException {
		return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(time) < 0;
	}

	/**
	 * Fails unless a file is a regular one, or is not there.
	 */
	void refusePlanted(String name) throws IOException {
		Path file = path(name);
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (!attributes.isRegularFile()) {
				throw new FileSystemException(file.toString(), null, planted(file, attributes));
			}
		}
		catch (NoSuchFileException ex) {
			// As it should be
		}
	}

	private static String planted(Path file, BasicFileAttributes attributes) throws IOException {
		if (attributes.isDirectory()) {
			return "Is a directory";
		}
		return "it is no regular file, but " + (attributes.isSymbolicLink() ? "a symbolic link" : "a pipe or device")
				+ " that user " + Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName()
				+ " has planted there. Look why, and remove it";
	}

	/**
	 * Gives a file the name of another one, which it replaces, whatever that is.
	 */
	void rename(String name, String newName) throws IOException {
		Files.move(path(name), path(newName), StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Whether this user may make files here: if not, a step failed for that, and not for
	 * a full disk or the like.
	 */
	boolean isWritable() {
		return Files.isWritable(this.directory);
	}

	/**
	 * Makes the names in the directory survive a power cut. A file that is synced alone
	 * may have no name afterwards.
	 */
	void sync() throws IOException {
		try (FileChannel channel = FileChannel.open(this.inside, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	boolean delete(Path file) throws IOException {
		return Files.deleteIfExists(file);
	}

	/**
	 * The files whose names begin in one of two ways. Compares paths and not strings:
	 * most names are of other snaps, and to decode them would take most of the time.
	 */
	List<Path> list(FileNames.Beginnings beginnings) throws IOException {
		Range one = new Range(beginnings.one());
		Range other = new Range(beginnings.other());
		return list((file) -> one.contains(file) || other.contains(file));
	}

	List<Path> list() throws IOException {
		return list((file) -> true);
	}

	private List<Path> list(DirectoryStream.Filter<Path> filter) throws IOException {
		List<Path> found = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.inside, filter)) {
			files.forEach((file) -> found.add(this.directory.resolve(file.getFileName())));
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return found;
	}

	/**
	 * All paths that begin with the same bytes.
	 */
	private final class Range {

		private final Path first;

		private final Path end;

		Range(String beginning) {
			int last = beginning.length() - 1;
			this.first = RegistrationFiles.this.inside.resolve(beginning);
			this.end = RegistrationFiles.this.inside
				.resolve(beginning.substring(0, last) + (char) (beginning.charAt(last) + 1));
		}

		boolean contains(Path file) {
			return file.compareTo(this.first) >= 0 && file.compareTo(this.end) < 0;
		}

	}

}
