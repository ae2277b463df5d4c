package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/**
 * An open file, as the kernel sees it. An interface, so that tests can make each race
 * happen.
 */
interface OpenFile extends AutoCloseable {

	/**
	 * Tries to lock the file once, without waiting.
	 */
	boolean tryLock() throws IOException;

	/**
	 * Waits for the lock inside the kernel: cannot be interrupted, only for threads that
	 * are made for it.
	 */
	void lock() throws IOException;

	void unlock() throws IOException;

	/**
	 * Whether the path by which the file was opened still leads to it. If not, somebody
	 * unlinked or replaced it, and newcomers lock another file.
	 */
	boolean isCurrent() throws IOException;

	/**
	 * Whether nobody, whoever asks included, has changed the file between the last two
	 * times that {@link #isCurrent()} was asked and true. {@code false} where the kernel
	 * does not tell.
	 */
	boolean isUntouched();

	/**
	 * The size of the file when {@link #isCurrent()} was last asked and true.
	 */
	long size();

	/**
	 * Reads from the start of the file, and returns how many bytes there were.
	 */
	int read(byte[] buffer) throws IOException;

	/**
	 * Writes at a place in the file, and leaves the rest as it is.
	 */
	void write(byte[] bytes, int length, long at) throws IOException;

	/**
	 * Cuts the file to a size.
	 */
	void truncate(long size) throws IOException;

	/**
	 * Idempotent.
	 */
	@Override
	void close() throws IOException;

	/**
	 * How files are opened and created.
	 */
	interface Opener {

		/**
		 * Opens an existing regular file for reading and writing. Follows no symbolic
		 * link, does not block, and no child process inherits the descriptor. A file that
		 * is open to more users than it should be is narrowed where that is ours to do,
		 * and said where it is not.
		 * @param path the file
		 * @param permissions those that it should have
		 * @return the file, open
		 */
		OpenFile open(Path path, Set<PosixFilePermission> permissions) throws IOException;

		/**
		 * Creates a file that has its permissions as soon as it has its name, unless it
		 * exists.
		 * @param path the file
		 * @param permissions its permissions, whatever the umask
		 */
		void create(Path path, Set<PosixFilePermission> permissions) throws IOException;

		/**
		 * Opens a new file without a name twice: it is gone when both are closed, however
		 * the process ends.
		 * @param directory where it would be
		 * @return both, or none where there are no such files
		 */
		default List<OpenFile> openNameless(Path directory) throws IOException {
			return List.of();
		}

	}

}
