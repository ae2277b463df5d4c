package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tries out whether locks exclude each other in a directory. Some file systems accept
 * each lock and keep none: NFS for two descriptors of one process, some overlay and FUSE
 * mounts.
 */
final class Exclusion {

	private final OpenFile.Opener files;

	private final Path directory;

	Exclusion(OpenFile.Opener files, Path directory) {
		this.files = files;
		this.directory = directory;
	}

	/**
	 * Fails unless two descriptors of one file exclude each other. Nobody else knows the
	 * file, so that this one may be removed.
	 */
	void test() throws IOException {
		String prefix = ".singleton-snap-test-" + ProcessHandle.current().pid() + "-";
		Path file = Files.createTempFile(this.directory, prefix, null);
		try {
			OpenFile one = this.files.open(file);
			try {
				test(one, file);
			}
			finally {
				one.close();
			}
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	private void test(OpenFile one, Path file) throws IOException {
		OpenFile other = this.files.open(file);
		try {
			check(one.tryLock(), "a lock that nobody holds cannot be had");
			check(!other.tryLock(), "two locks on one file do not exclude each other");
			one.unlock();
			check(other.tryLock(), "a lock that was released cannot be had");
			check(other.isCurrent(), "a file by its name is another than by its descriptor");
		}
		finally {
			other.close();
		}
	}

	private void check(boolean passed, String trouble) throws IOException {
		if (!passed) {
			throw new FileSystemException(this.directory.toString(), null, trouble + " there, as on NFS and some "
					+ "overlay and FUSE mounts. Put the lock directory on a local file system");
		}
	}

}
