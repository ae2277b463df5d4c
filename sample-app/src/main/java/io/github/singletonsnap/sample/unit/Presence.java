package io.github.singletonsnap.sample.unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.singletonsnap.sample.snap.Life;

/**
 * A unit at work on a resource, marked by a file in the resource's directory. Each unit
 * first leaves its mark, then looks for others: of two that are there at the same time,
 * at least the later one sees the other. This needs no lock, and so can judge one. The
 * mark of a process that was killed stays, and does not count.
 *
 * @param mark the file
 * @param isAlone whether nobody else was there on entry
 */
record Presence(Path mark, boolean isAlone) implements AutoCloseable {

	static Presence enter(Path resource, String unit) throws IOException {
		return enter(resource, unit, ProcessHandle.current().pid());
	}

	static Presence enter(Path resource, String unit, long pid) throws IOException {
		Path mark = Files.createDirectories(resource).resolve(unit.replace('/', '_') + "." + pid);
		Files.createFile(mark);
		return new Presence(mark, livingMarks(resource).equals(List.of(mark)));
	}

	private static List<Path> livingMarks(Path resource) throws IOException {
		try (Stream<Path> marks = Files.list(resource)) {
			return marks.filter(Presence::isOfLivingProcess).toList();
		}
	}

	private static boolean isOfLivingProcess(Path mark) {
		String name = mark.getFileName().toString();
		return Life.isAlive(Long.parseLong(name.substring(name.lastIndexOf('.') + 1)));
	}

	@Override
	public void close() throws IOException {
		Files.delete(this.mark);
	}

}
