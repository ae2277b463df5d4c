package io.github.singletonsnap;

import org.jspecify.annotations.Nullable;

/**
 * What was asked of a {@link SingletonSnapManager} could not be done: a lock could not be
 * had ({@link SnapLockException}), or a registration or directory could not be read or
 * written. The message says what, of which snap and path, and what to do.
 */
public class SingletonSnapException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SingletonSnapException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
