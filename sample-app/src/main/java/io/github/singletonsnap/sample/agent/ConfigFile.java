package io.github.singletonsnap.sample.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file with one line per unit, {@code unit: settings}. It is always replaced as a
 * whole, so that the collector never reads half of it.
 *
 * @param path where it is
 */
public record ConfigFile(Path path) {

	/**
	 * Reads the file.
	 * @return the settings of each unit, to be changed at will; empty without a file
	 */
	public Map<String, String> read() {
		Map<String, String> settings = new TreeMap<>();
		try {
			for (String line : Files.readAllLines(this.path)) {
				String[] parts = line.split(": ", 2);
				settings.put(parts[0], parts[1]);
			}
		}
		catch (NoSuchFileException ex) {
			// The first unit creates it
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return settings;
	}

	void write(Map<String, String> settings, String writer) {
		List<String> lines = settings.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + ": " + entry.getValue())
			.toList();
		Path draft = this.path.resolveSibling(this.path.getFileName() + "." + writer.replace('/', '_'));
		try {
			Files.createDirectories(this.path.getParent());
			Files.write(draft, lines);
			Files.move(draft, this.path, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
