package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Reads files that anyone may have put there. Follows no link and waits for nobody: the
 * JDK's own way to open a file blocks where that has become a pipe since somebody looked,
 * until there is a writer.
 */
public final class SmallFile {

	// The same on every Linux whose flags are known
	private static final int O_NONBLOCK = Platform.isMac() ? 0x4 : 04000;

	private static final int ACCESS_MODE = 3;

	private static final int FLAGS = (NativeFile.OpenFlags.of(System.getProperty("os.name"),
			System.getProperty("os.arch")) & ~ACCESS_MODE) | O_NONBLOCK;

	private SmallFile() {
	}

	/**
	 * Reads what a file begins with.
	 * @param file the file
	 * @param longest the number of bytes to read at most
	 * @return the bytes
	 * @throws IOException if it cannot be read, or is no regular file
	 */
	public static byte[] read(Path file, int longest) throws IOException {
		try {
			return open(file, longest);
		}
		catch (LinkageError ex) {
			throw new IOException("cannot read " + file + " without native code: " + ex, ex);
		}
	}

	private static byte[] open(Path file, int longest) throws IOException {
		int fd = LibC.open(LibC.bytes(file), FLAGS);
		if (fd < 0) {
			int errno = Native.getLastError();
			throw switch (errno) {
				case LibC.ENOENT -> new NoSuchFileException(file.toString());
				case LibC.EACCES -> new AccessDeniedException(file.toString());
				default -> new FileSystemException(file.toString(), null, LibC.strerror(errno));
			};
		}
		try {
			return read(file, fd, longest);
		}
		finally {
			LibC.close(fd);
		}
	}

	// At an offset, which a pipe and a directory refuse
	private static byte[] read(Path file, int fd, int longest) throws IOException {
		ByteBuffer memory = LibC.allocate(longest);
		int count = (int) LibC.pread(fd, LibC.address(memory), longest, 0);
		if (count < 0) {
			throw new FileSystemException(file.toString(), null,
					"it is no regular file (" + LibC.strerror(Native.getLastError())
							+ "): somebody has put it there. Look whose it is, and remove it");
		}
		byte[] bytes = new byte[count];
		memory.get(bytes);
		return bytes;
	}

}
