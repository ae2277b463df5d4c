package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What the lock asks of the kernel. An interface, so that tests can make each race
 * happen.
 */
interface Syscalls {

	/**
	 * Opens an existing file for reading and writing. Never follows a symbolic link, and
	 * no child process inherits the descriptor.
	 */
	int open(Path file) throws IOException;

	/**
	 * Tries to lock the file once, without waiting.
	 */
	boolean tryLock(int fd) throws IOException;

	/**
	 * Waits for the lock inside the kernel: cannot be interrupted, only for threads that
	 * are made for it.
	 */
	void lock(int fd) throws IOException;

	void unlock(int fd) throws IOException;

	void close(int fd) throws IOException;

	FileIdentity identify(int fd) throws IOException;

	/**
	 * The file that the path leads to now, or {@code null} if there is none.
	 */
	@Nullable FileIdentity identify(Path path) throws IOException;

}
