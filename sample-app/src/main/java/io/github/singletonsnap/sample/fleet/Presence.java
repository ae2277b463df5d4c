package io.github.singletonsnap.sample.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A unit at work on a resource, marked by a file in the resource's directory. Each unit
 * first leaves its mark, then looks for others: of two that are there at the same time,
 * at least the later one sees the other. This needs no lock, and so can judge one.
 *
 * @param mark the file
 * @param isAlone whether nobody else was there on entry
 */
record Presence(Path mark, boolean isAlone) implements AutoCloseable {

	static Presence enter(Path resource, String unit) throws IOException {
		Path mark = Files.createDirectories(resource).resolve(unit.replace('/', '_'));
		Files.createFile(mark);
		try (Stream<Path> marks = Files.list(resource)) {
			return new Presence(mark, marks.count() == 1);
		}
	}

	@Override
	public void close() throws IOException {
		Files.delete(this.mark);
	}

}
