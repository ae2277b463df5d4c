package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.sun.jna.Native;

/**
 * A directory with lock files, open as long as one of them is: a name is looked up faster
 * in it than by a whole path. That its own path still leads to it is looked at once a
 * second: somebody may rename it, or mount another one over it.
 */
final class Directory {

	private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int O_PATH = 010000000;

	private static final int O_CLOEXEC = 02000000;

	// Guarded by this class, as are the users of each
	private static final Map<Path, Directory> OPEN = new HashMap<>();

	private final Path path;

	private final int fd;

	private final FileIdentity identity;

	private int users;

	private volatile long looked = System.nanoTime();

	private volatile boolean replaced;

	private Directory(Path path, int fd, FileIdentity identity) {
		this.path = path;
		this.fd = fd;
		this.identity = identity;
	}

	static synchronized Directory open(Path path) throws IOException {
		Directory directory = OPEN.get(path);
		if (directory == null || !directory.isCurrent()) {
			directory = create(path);
			OPEN.put(path, directory);
		}
		directory.users++;
		return directory;
	}

	private static Directory create(Path path) throws IOException {
		int fd = LibC.open(LibC.bytes(path), O_PATH | O_CLOEXEC | NativeFiles.FLAGS.directory());
		if (fd < 0) {
			throw NativeFile.failure(path, Native.getLastError());
		}
		boolean opened = false;
		try (Memory memory = Memory.take()) {
			if (memory.statxOf(fd) != 0) {
				throw LibC.failure("statx");
			}
			Directory directory = new Directory(path, fd, FileIdentity.of(memory));
			opened = true;
			return directory;
		}
		finally {
			if (!opened) {
				LibC.close(fd);
			}
		}
	}

	void close() {
		synchronized (Directory.class) {
			this.users--;
			if (this.users == 0) {
				OPEN.remove(this.path, this);
				LibC.close(this.fd);
			}
		}
	}

	int fd() {
		return this.fd;
	}

	/**
	 * Whether its path led to it when that was last looked at.
	 */
	boolean isCurrent() throws IOException {
		long now = System.nanoTime();
		if (!this.replaced && now - this.looked >= LOOK_NANOS) {
			this.looked = now;
			this.replaced = !isAtItsPath();
		}
		return !this.replaced;
	}

	// What its path leads to, followed: above it there may be links by now
	private boolean isAtItsPath() throws IOException {
		try {
			return this.identity.isSameFile(FileIdentity.of(this.path));
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

}
