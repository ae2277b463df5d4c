package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is left when nobody wants a lock any more and all units have left all snaps: lock
 * files and gates, and nothing else.
 */
final class Remains {

	private final Arena arena;

	private final Fleet fleet;

	Remains(Arena arena, Fleet fleet) {
		this.arena = arena;
		this.fleet = fleet;
	}

	List<String> files() throws IOException {
		Set<Path> expected = new HashSet<>();
		for (Guarded guarded : Guarded.values()) {
			expected.add(guarded.lockIn(this.arena.locks()));
			expected.add(guarded.gateIn(this.arena.locks()));
		}
		try (Stream<Path> files = Files.list(this.arena.locks())) {
			return files.filter((file) -> !expected.contains(file))
				.map((file) -> "file " + file.getFileName())
				.toList();
		}
	}

	List<String> inProcesses() throws IOException {
		List<String> all = new ArrayList<>();
		for (Unit unit : this.fleet.units()) {
			if (unit.kind().isOurs()) {
				List<String> left = new ArrayList<>(unit.threads());
				left.addAll(unit.descriptors(this.arena.locks().getParent()));
				left.forEach((what) -> all.add(what + " in " + unit.actor() + " (" + unit.kind().description() + ")"));
			}
		}
		return all;
	}

}
