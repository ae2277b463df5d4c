package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.github.singletonsnap.lock.BrokenLocks.Fault;

/**
 * A file with one fault.
 *
 * @param fault what is broken
 * @param file the file as it is
 */
record BrokenFile(Fault fault, OpenFile file) implements OpenFile {

	private static final int SELDOM = 200;

	static Opener opener(Fault fault) {
		return new Opener() {

			@Override
			public OpenFile open(Path path, Set<PosixFilePermission> permissions) throws IOException {
				return new BrokenFile(fault, NativeFile.open(path, permissions));
			}

			@Override
			public void create(Path path, Set<PosixFilePermission> permissions) throws IOException {
				NewFile.create(path, permissions);
			}

		};
	}

	private boolean happens(Fault fault) {
		return this.fault == fault && ThreadLocalRandom.current().nextInt(SELDOM) == 0;
	}

	@Override
	public boolean tryLock() throws IOException {
		return this.file.tryLock() || happens(Fault.BUSY_LOCKED);
	}

	@Override
	public void lock() throws IOException {
		this.file.lock();
	}

	@Override
	public void unlock() throws IOException {
		if (happens(Fault.NOT_UNLOCKED)) {
			throw new IOException("not unlocked");
		}
		this.file.unlock();
	}

	@Override
	public boolean isCurrent() throws IOException {
		return this.fault == Fault.PATH_UNCHECKED || this.file.isCurrent();
	}

	@Override
	public boolean isStillCurrent() throws IOException {
		return this.fault == Fault.PATH_UNCHECKED || this.file.isStillCurrent();
	}

	@Override
	public int read(byte[] buffer) throws IOException {
		return this.file.read(buffer);
	}

	@Override
	public void write(byte[] bytes, int length, long at) throws IOException {
		this.file.write(bytes, length, at);
	}

	@Override
	public void close() throws IOException {
		if (this.fault != Fault.NOT_UNLOCKED) {
			this.file.close();
		}
	}

}
