package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * An open file that passes everything on, for whoever changes one thing.
 */
class ForwardingFile implements OpenFile {

	private final OpenFile file;

	ForwardingFile(OpenFile file) {
		this.file = file;
	}

	@Override
	public boolean tryLock() throws IOException {
		return this.file.tryLock();
	}

	@Override
	public void lock() throws IOException {
		this.file.lock();
	}

	@Override
	public void unlock() throws IOException {
		this.file.unlock();
	}

	@Override
	public boolean isCurrent() throws IOException {
		return this.file.isCurrent();
	}

	@Override
	public boolean isUntouched() {
		return this.file.isUntouched();
	}

	@Override
	public long size() {
		return this.file.size();
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
	public void truncate(long size) throws IOException {
		this.file.truncate(size);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	/**
	 * Opens files in a way of its own, and creates them as they are.
	 */
	@FunctionalInterface
	interface Opener extends OpenFile.Opener {

		@Override
		default void create(Path path, Set<PosixFilePermission> permissions) throws IOException {
			NativeFiles.INSTANCE.create(path, permissions);
		}

	}

}
