package io.github.singletonsnap.lock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Memory that the kernel reads and writes for one open file: a part of the file, what
 * statx(2) tells, and a name. Used again and again: the JVM frees such memory only with a
 * full garbage collection.
 */
final class Memory implements AutoCloseable {

	static final int NAME_SIZE = 512;

	private static final int STATX = LockFile.SIZE;

	private static final int STATX_SIZE = 256;

	// An empty name: one byte that stays zero
	private static final int NOTHING = STATX + STATX_SIZE;

	private static final int NAME = NOTHING + 8;

	// Of no queue of the JDK: those that have a bound have a lock too, which a thread
	// whose stack ends in there never gives back
	private static final AtomicReferenceArray<@Nullable Memory> FREE = new AtomicReferenceArray<>(64);

	private final ByteBuffer buffer;

	private final long address;

	Memory(int nameSize) {
		this.buffer = ByteBuffer.allocateDirect(NAME + nameSize).order(ByteOrder.nativeOrder());
		this.address = LibC.address(this.buffer);
	}

	static Memory take() {
		for (int i = 0; i < FREE.length(); i++) {
			Memory free = FREE.getAndSet(i, null);
			if (free != null) {
				return free;
			}
		}
		return new Memory(NAME_SIZE);
	}

	/**
	 * For the next one. Not to be used after that.
	 */
	@Override
	public void close() {
		if (this.buffer.capacity() != NAME + NAME_SIZE) {
			return;
		}
		for (int i = 0; i < FREE.length(); i++) {
			if (FREE.compareAndSet(i, null, this)) {
				return;
			}
		}
	}

	long address() {
		return this.address;
	}

	void get(byte[] bytes, int length) {
		this.buffer.get(0, bytes, 0, length);
	}

	void put(byte[] bytes, int length) {
		this.buffer.put(0, bytes, 0, length);
	}

	void name(Object name) {
		this.buffer.put(NAME, LibC.bytes(name));
	}

	int statx(int directory, Object name, int flags) {
		name(name);
		return statx(directory, flags);
	}

	/**
	 * Of a descriptor itself. The name that was set before stays.
	 */
	int statxOf(int fd) {
		return LibC.statx(fd, this.address + NOTHING, FileIdentity.AT_EMPTY_PATH, FileIdentity.FIELDS,
				this.address + STATX);
	}

	/**
	 * By the name that was set before.
	 */
	int statx(int directory, int flags) {
		return LibC.statx(directory, this.address + NAME, flags, FileIdentity.FIELDS, this.address + STATX);
	}

	// The layout is the same on every architecture

	int links() {
		return this.buffer.getInt(STATX + 16);
	}

	int owner() {
		return this.buffer.getInt(STATX + 20);
	}

	int mode() {
		return this.buffer.getShort(STATX + 28) & 0xffff;
	}

	long inode() {
		return this.buffer.getLong(STATX + 32);
	}

	long size() {
		return this.buffer.getLong(STATX + 40);
	}

	/**
	 * When the inode was changed, in nanoseconds.
	 */
	long changed() {
		return this.buffer.getLong(STATX + 96) * 1_000_000_000 + this.buffer.getInt(STATX + 104);
	}

	int major() {
		return this.buffer.getInt(STATX + 136);
	}

	int minor() {
		return this.buffer.getInt(STATX + 140);
	}

	long mount() {
		return this.buffer.getLong(STATX + 144);
	}

}
