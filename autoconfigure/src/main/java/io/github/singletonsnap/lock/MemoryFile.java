package io.github.singletonsnap.lock;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A lock file that is none: it is always free for this JVM, whose threads wait for each
 * other before they come to a file at all, and nobody else sees it. Keeps the record of
 * its holder, so that what was abandoned is told.
 */
final class MemoryFile implements OpenFile {

	static final Opener OPENER = new Opener() {

		@Override
		public OpenFile open(Path path, Set<PosixFilePermission> permissions) {
			MemoryFile mine = new MemoryFile(path);
			MemoryFile first = FILES.putIfAbsent(path, mine);
			return (first != null) ? first : mine;
		}

		@Override
		public void create(Path path, Set<PosixFilePermission> permissions) {
			throw new IllegalStateException("every file is there");
		}

	};

	private static final ConcurrentMap<Path, MemoryFile> FILES = new ConcurrentHashMap<>();

	private final Path path;

	// Used by one thread at a time, as a lock file is
	private byte[] content = {};

	private MemoryFile(Path path) {
		this.path = path;
	}

	@Override
	public boolean tryLock() {
		return true;
	}

	@Override
	public void lock() {
	}

	@Override
	public void unlock() {
	}

	@Override
	public boolean isCurrent() {
		return true;
	}

	@Override
	public boolean isUntouched() {
		return false;
	}

	@Override
	public long size() {
		return this.content.length;
	}

	@Override
	public int read(byte[] buffer) {
		int length = Math.min(buffer.length, this.content.length);
		System.arraycopy(this.content, 0, buffer, 0, length);
		return length;
	}

	@Override
	public void write(byte[] bytes, int length, long at) {
		this.content = Arrays.copyOf(this.content, Math.max(this.content.length, (int) at + length));
		System.arraycopy(bytes, 0, this.content, (int) at, length);
	}

	@Override
	public void truncate(long size) {
		this.content = Arrays.copyOf(this.content, (int) size);
	}

	/**
	 * Names may come from requests: what has nothing to tell is forgotten.
	 */
	@Override
	public void close() {
		if (HoldRecord.decode(this.content, this.content.length, HoldRecord.START) == null
				&& HoldRecord.decode(this.content, this.content.length, HoldRecord.NOTICE) == null) {
			FILES.remove(this.path, this);
		}
	}

}
