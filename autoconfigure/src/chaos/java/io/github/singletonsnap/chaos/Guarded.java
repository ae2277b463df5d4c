package io.github.singletonsnap.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * What is locked: snaps and config files, by the names of their lock files as all
 * programs know them.
 */
enum Guarded {

	ALPHA("alpha", null), BRAVO("bravo", null), CHARLIE("charlie", null),

	ONE("one", "/etc/chaos/one.yaml"), TWO("two", "/etc/chaos/two.yaml"), THREE("three", "/etc/chaos/three.yaml");

	private static final List<Guarded> ALL = List.of(values());

	static final List<Guarded> SNAPS = ALL.stream().filter(Guarded::isSnap).toList();

	private final String id;

	private final @Nullable String config;

	Guarded(String id, @Nullable String config) {
		this.id = id;
		this.config = config;
	}

	static Guarded any(Random random) {
		return ALL.get(random.nextInt(ALL.size()));
	}

	static Guarded anySnap(Random random) {
		return SNAPS.get(random.nextInt(SNAPS.size()));
	}

	/**
	 * The name in the journal; of a snap its own.
	 */
	String id() {
		return this.id;
	}

	@Nullable String config() {
		return this.config;
	}

	boolean isSnap() {
		return this.config == null;
	}

	Path lockIn(Path directory) {
		return directory
			.resolve("LCK.." + ((this.config != null) ? "config_" + this.config.replaceAll("[/.]", "_") : this.id));
	}

	Path gateIn(Path directory) {
		Path lock = lockIn(directory);
		return lock.resolveSibling(lock.getFileName() + ".gate");
	}

}
