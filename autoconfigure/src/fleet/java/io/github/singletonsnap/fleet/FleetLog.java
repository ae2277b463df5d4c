package io.github.singletonsnap.fleet;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file to which all units write, a line at a time.
 */
final class FleetLog {

	private final Path file;

	private long read;

	FleetLog(Path file) throws IOException {
		this.file = Files.createFile(file);
	}

	Path file() {
		return this.file;
	}

	void append(String line) throws IOException {
		Files.writeString(this.file, line + "\n", StandardOpenOption.APPEND);
	}

	/**
	 * The lines that are new since the last time.
	 */
	List<String> next() throws IOException {
		try (RandomAccessFile all = new RandomAccessFile(this.file.toFile(), "r")) {
			byte[] bytes = new byte[(int) (all.length() - this.read)];
			all.seek(this.read);
			all.readFully(bytes);
			String text = new String(bytes, StandardCharsets.US_ASCII);
			int complete = text.lastIndexOf('\n') + 1;
			this.read += complete;
			return text.substring(0, complete).lines().toList();
		}
	}

}
