package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The mark in a lock file that somebody waits: it is longer than its records.
 */
public final class GateMark {

	private GateMark() {
	}

	/**
	 * Leaves one, as a waiter does that is stopped or dies.
	 */
	public static void set(Path lockFile) throws IOException {
		try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(new byte[] { 'w' }), LockFile.SIZE);
		}
	}

	public static boolean isSet(Path lockFile) throws IOException {
		return Files.size(lockFile) > LockFile.SIZE;
	}

}
