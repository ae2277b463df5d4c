package io.github.singletonsnap;

import java.nio.file.Path;

/**
 * The thread was interrupted before it had the lock, or had registered. Its interrupt
 * flag is set again.
 */
public class SnapLockInterruptedException extends SnapLockException {

	private static final long serialVersionUID = 1L;

	SnapLockInterruptedException(String message, Path path, Exception cause) {
		super(message, path, cause);
	}

}
