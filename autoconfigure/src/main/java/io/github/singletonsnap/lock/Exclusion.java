package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.sun.jna.Platform;

/**
 * Tries out whether locks exclude each other in a directory. Some file systems accept
 * each lock and keep none: NFS for two descriptors of one process, some overlay mounts.
 * With FUSE two mounts of one directory do not exclude each other, which cannot be seen
 * from one of them.
 */
final class Exclusion {

	private static final String PREFIX = ".singleton-snap-test-";

	private static final Pattern OURS = Pattern.compile(Pattern.quote(PREFIX) + "([0-9]{1,10})-.*");

	private static final Set<PosixFilePermission> PERMISSIONS = Set.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	// Of virtiofs too
	private static final int FUSE = 0x65735546;

	private final OpenFile.Opener files;

	private final Path directory;

	Exclusion(OpenFile.Opener files, Path directory) {
		this.files = files;
		this.directory = directory;
	}

	/**
	 * Fails unless two descriptors of one file exclude each other. The file never has a
	 * name, where the file system can do that: so nothing is left of a process that is
	 * killed in the middle. Where it cannot, nobody else knows the file, so that this one
	 * may be removed.
	 */
	void test() throws IOException {
		refuseFuse();
		List<OpenFile> nameless = this.files.openNameless(this.directory);
		if (nameless.isEmpty()) {
			testWithName();
			return;
		}
		OpenFile one = nameless.get(0);
		OpenFile other = nameless.get(1);
		try (one; other) {
			test(one, other);
		}
	}

	private void testWithName() throws IOException {
		removeRemains();
		Path file = Files.createTempFile(this.directory, PREFIX + ProcessHandle.current().pid() + "-", null);
		try (OpenFile one = this.files.open(file, PERMISSIONS); OpenFile other = this.files.open(file, PERMISSIONS)) {
			// A file system without nameless files may have no lasting inodes either
			check(one.isCurrent(), "a file by its name is another than by its descriptor");
			// One in another container may have taken it for a remain
			Files.deleteIfExists(file);
			test(one, other);
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	// As the kernel says: the table of mounts has each of several mounts at one place
	private void refuseFuse() throws IOException {
		check(!Platform.isLinux() || LibC.fileSystem(this.directory) != FUSE,
				"with FUSE locks through two mounts do not exclude each other");
	}

	// Of processes that were killed in this test
	private void removeRemains() throws IOException {
		try (Stream<Path> names = Files.list(this.directory)) {
			for (Path file : names.toList()) {
				Matcher matcher = OURS.matcher(file.getFileName().toString());
				if (matcher.matches() && !Proc.isThere(Long.parseLong(matcher.group(1)))) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

	private void test(OpenFile one, OpenFile other) throws IOException {
		check(one.tryLock(), "a lock that nobody holds cannot be had");
		check(!other.tryLock(), "two locks on one file do not exclude each other");
		one.unlock();
		check(other.tryLock(), "a lock that was released cannot be had");
	}

	private void check(boolean passed, String trouble) throws IOException {
		if (!passed) {
			throw new FileSystemException(this.directory.toString(), null, trouble + " there, as on NFS and some "
					+ "overlay and FUSE mounts. Put the lock directory on a local file system");
		}
	}

}
