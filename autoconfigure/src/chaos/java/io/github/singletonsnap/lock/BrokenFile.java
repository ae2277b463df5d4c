package io.github.singletonsnap.lock;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

import io.github.singletonsnap.lock.BrokenLocks.Fault;

/**
 * A file with one fault.
 */
final class BrokenFile extends ForwardingFile {

	private static final int SELDOM = 200;

	private final Fault fault;

	private BrokenFile(Fault fault, OpenFile file) {
		super(file);
		this.fault = fault;
	}

	static ForwardingFile.Opener opener(Fault fault) {
		return (path, permissions) -> new BrokenFile(fault, NativeFiles.INSTANCE.open(path, permissions));
	}

	private boolean happens(Fault fault) {
		return this.fault == fault && ThreadLocalRandom.current().nextInt(SELDOM) == 0;
	}

	@Override
	public boolean tryLock() throws IOException {
		return super.tryLock() || happens(Fault.BUSY_LOCKED);
	}

	@Override
	public void unlock() throws IOException {
		if (happens(Fault.NOT_UNLOCKED)) {
			throw new IOException("not unlocked");
		}
		super.unlock();
	}

	@Override
	public boolean isCurrent() throws IOException {
		return super.isCurrent() || this.fault == Fault.PATH_UNCHECKED;
	}

	@Override
	public void close() throws IOException {
		if (this.fault != Fault.NOT_UNLOCKED) {
			super.close();
		}
	}

}
