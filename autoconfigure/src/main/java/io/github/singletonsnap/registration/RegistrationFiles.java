package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.singletonsnap.name.FileNames;

/**
 * What registrations ask of their directory. Each method is one step, so that tests can
 * let a process die between two.
 */
class RegistrationFiles {

	private static final Set<OpenOption> TOUCH = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
			StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);

	private final Path directory;

	RegistrationFiles(Path directory) {
		this.directory = directory;
	}

	/**
	 * Creates an empty file, or empties one that is there and renews its time.
	 */
	void touch(String name) throws IOException {
		Path file = this.directory.resolve(name);
		try (FileChannel channel = FileChannel.open(file, TOUCH)) {
			Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
			channel.force(true);
		}
	}

	/**
	 * Makes the names in the directory survive a power cut. A file that is synced alone
	 * may have no name afterwards.
	 */
	void sync() throws IOException {
		try (FileChannel channel = FileChannel.open(this.directory, StandardOpenOption.READ)) {
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
		List<Path> found = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory)) {
			for (Path file : files) {
				if (one.contains(file) || other.contains(file)) {
					found.add(file);
				}
			}
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
			this.first = RegistrationFiles.this.directory.resolve(beginning);
			this.end = RegistrationFiles.this.directory
				.resolve(beginning.substring(0, last) + (char) (beginning.charAt(last) + 1));
		}

		boolean contains(Path file) {
			return file.compareTo(this.first) >= 0 && file.compareTo(this.end) < 0;
		}

	}

}
