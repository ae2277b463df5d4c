package io.github.singletonsnap;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A lock could not be had. Whatever it was to guard did not run.
 */
public class SnapLockException extends SingletonSnapException {

	private static final long serialVersionUID = 1L;

	private final String lock;

	private final transient Path path;

	SnapLockException(String message, Path path, @Nullable Throwable cause) {
		super(message, cause);
		this.path = path;
		Path name = path.getFileName();
		this.lock = (name != null) ? name.toString() : path.toString();
	}

	/**
	 * The name of the lock file, or of the directory if the trouble is there.
	 * @return the name, such as {@code LCK..otelcol}
	 */
	public String getLock() {
		return this.lock;
	}

	/**
	 * The file or directory that the trouble is with.
	 * @return the whole path
	 */
	public Path getPath() {
		return this.path;
	}

}
