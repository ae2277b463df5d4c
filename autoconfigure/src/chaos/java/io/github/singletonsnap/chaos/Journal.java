package io.github.singletonsnap.chaos;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happened, in the order in which it happened: all append to one file, each line by
 * one write, which the kernel does not mix with others.
 */
final class Journal implements AutoCloseable {

	// No channel: an interrupt would close it
	private final FileOutputStream end;

	private final RandomAccessFile file;

	private final byte[] buffer = new byte[1 << 16];

	private int unfinished;

	Journal(Path file) throws IOException {
		this.end = new FileOutputStream(file.toFile(), true);
		this.file = new RandomAccessFile(file.toFile(), "r");
	}

	void append(String... words) {
		try {
			this.end.write((String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What was appended since this was last asked, each line as its words.
	 */
	List<String[]> next() throws IOException {
		List<String[]> lines = new ArrayList<>();
		int read = this.file.read(this.buffer, this.unfinished, this.buffer.length - this.unfinished);
		while (read > 0) {
			split(this.unfinished + read, lines);
			read = this.file.read(this.buffer, this.unfinished, this.buffer.length - this.unfinished);
		}
		return lines;
	}

	private void split(int length, List<String[]> lines) {
		int start = 0;
		for (int i = 0; i < length; i++) {
			if (this.buffer[i] == '\n') {
				lines.add(new String(this.buffer, start, i - start, StandardCharsets.UTF_8).split(" ", 4));
				start = i + 1;
			}
		}
		byte[] rest = Arrays.copyOfRange(this.buffer, start, length);
		System.arraycopy(rest, 0, this.buffer, 0, rest.length);
		this.unfinished = rest.length;
	}

	@Override
	public void close() throws IOException {
		this.end.close();
		this.file.close();
	}

}
