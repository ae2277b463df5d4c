package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import io.github.singletonsnap.chaos.Tally.Wrong;

/**
 * The units that run. One that ends is followed by another of its kind.
 */
final class Fleet implements AutoCloseable {

	private static final List<String> JAVA = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m",
			"-XX:CICompilerCount=1", "--enable-native-access=ALL-UNNAMED", "-Djdk.virtualThreadScheduler.parallelism=2",
			"-Dlogback.configurationFile=chaos/logback.xml");

	private final Arena arena;

	private final Journal journal;

	private final Settings settings;

	private final Tally tally;

	private final Random random;

	private final List<Unit> units = new ArrayList<>();

	private final Map<String, Unit> byActor = new HashMap<>();

	private int started;

	Fleet(Arena arena, Journal journal, Settings settings, Tally tally, Random random) {
		this.arena = arena;
		this.journal = journal;
		this.settings = settings;
		this.tally = tally;
		this.random = random;
	}

	void start(List<Kind> kinds) throws IOException {
		for (int i = 0; i < kinds.size(); i++) {
			this.units.add(start(i, kinds.get(i)));
		}
	}

	private Unit start(int slot, Kind kind) throws IOException {
		String actor = slot + "." + this.started++;
		Unit unit = Unit.start(slot, kind, actor, command(kind, actor),
				this.arena.output(slot + "-" + kind.name().toLowerCase(Locale.ROOT)));
		this.byActor.put(actor, unit);
		return unit;
	}

	private List<String> command(Kind kind, String actor) {
		List<String> command = new ArrayList<>();
		if (kind.isOurs()) {
			Path home = (kind.java() == 17) ? this.settings.java17() : this.settings.java25();
			command.add(home.resolve("bin/java").toString());
			command.addAll(JAVA);
			command.addAll(List.of("-cp", this.settings.unitClassPath(), UnitMain.class.getName(), kind.program(),
					kind.threads(), String.valueOf(this.random.nextLong())));
		}
		else {
			command.addAll(List.of(kind.program().endsWith(".py") ? python() : "bash", resource(kind.program())));
		}
		command.addAll(List.of(actor, this.arena.locks().toString(), this.arena.journal().toString(),
				this.arena.counters().toString()));
		if (!kind.isOurs()) {
			for (Guarded guarded : Guarded.values()) {
				command.addAll(List.of(guarded.id(), guarded.lockIn(this.arena.locks()).toString()));
			}
		}
		return command;
	}

	// The first on the path may be a shim that takes a second
	private static String python() {
		Path python = Path.of("/usr/bin/python3");
		return Files.isExecutable(python) ? python.toString() : "python3";
	}

	private static String resource(String name) {
		try {
			return Path.of(Fleet.class.getResource("/chaos/" + name).toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	List<Unit> units() {
		return this.units;
	}

	Unit unit(String actor) {
		return this.byActor.get(actor);
	}

	/**
	 * Whether that is a unit, and one of ours.
	 */
	boolean isOurs(String actor) {
		Unit unit = this.byActor.get(actor);
		return unit != null && unit.kind().isOurs();
	}

	/**
	 * The unit to which a process belongs, as {@code -} if to none.
	 */
	String actorOf(long pid) {
		long group = KernelLocks.groupOf(pid);
		return this.units.stream().filter((unit) -> unit.pid() == group).map(Unit::actor).findFirst().orElse("-");
	}

	/**
	 * Sees who has ended, and starts others.
	 */
	void replaceTheDead() throws IOException {
		for (Unit unit : List.copyOf(this.units)) {
			if (!unit.isAlive()) {
				if (!unit.isKilled()) {
					this.tally.wrong(Wrong.DIED, "unit " + unit.actor() + " (" + unit.kind().description()
							+ ") ended with exit value " + unit.exitValue());
				}
				// What is left of its group
				unit.kill();
				this.journal.append("gone", unit.actor());
				this.units.set(unit.slot(), start(unit.slot(), unit.kind()));
			}
		}
	}

	@Override
	public void close() {
		this.units.forEach(Unit::kill);
	}

}
