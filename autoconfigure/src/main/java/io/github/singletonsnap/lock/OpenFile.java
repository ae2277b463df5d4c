package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An open file, as the kernel sees it. An interface, so that tests can make each race
 * happen.
 */
interface OpenFile {

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
	 * Reads from the start of the file, and returns how many bytes there were.
	 */
	int read(byte[] buffer) throws IOException;

	/**
	 * Writes at a place in the file, and leaves the rest as it is.
	 */
	void write(byte[] bytes, int length, long at) throws IOException;

	void close() throws IOException;

	/**
	 * Opens an existing file for reading and writing. Never follows a symbolic link, and
	 * no child process inherits the descriptor.
	 */
	interface Opener {

		OpenFile open(Path path) throws IOException;

	}

}
