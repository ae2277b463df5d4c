package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What the monkey does to one unit.
 */
final class UnitBlows {

	// Before, it loads classes, and a class that could not be loaded once never can
	private static final long GROWN_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final Fleet fleet;

	private final Journal journal;

	private final Schedule schedule;

	private final Tally tally;

	private final Random random;

	UnitBlows(Fleet fleet, Journal journal, Schedule schedule, Tally tally, Random random) {
		this.fleet = fleet;
		this.journal = journal;
		this.schedule = schedule;
		this.tally = tally;
		this.random = random;
	}

	/**
	 * {@code kill -9}, for it and its children. What it still does after the line in the
	 * journal counts; that it leaves no line any more is no wrong.
	 */
	void kill() {
		Unit unit = fragile();
		if (!unit.hasBegun() || unit.isKilled()) {
			return;
		}
		this.journal.append("killed", unit.actor());
		unit.kill();
		this.tally.count("kills");
		this.tally.count("kills of " + unit.kind().description());
	}

	private Unit fragile() {
		int sum = this.fleet.units().stream().mapToInt((unit) -> unit.kind().fragility()).sum();
		int rest = this.random.nextInt(sum);
		for (Unit unit : this.fleet.units()) {
			rest -= unit.kind().fragility();
			if (rest < 0) {
				return unit;
			}
		}
		throw new IllegalStateException();
	}

	void stop() {
		List<Unit> units = this.fleet.units();
		Unit unit = units.get(this.random.nextInt(units.size()));
		unit.stop();
		this.tally.count("stops");
		this.schedule.in(1 + this.random.nextInt(500), unit::goOn);
	}

	void interrupt() {
		List<Unit> ours = ours();
		if (!ours.isEmpty()) {
			ours.get(this.random.nextInt(ours.size())).tell("interrupt");
			this.tally.count("interrupts");
		}
	}

	/**
	 * Leaves it a few descriptors.
	 */
	void exhaust() throws IOException {
		List<Unit> ours = ours().stream().filter((unit) -> unit.ageNanos() > GROWN_UP_NANOS).toList();
		if (ours.isEmpty()) {
			return;
		}
		Unit unit = ours.get(this.random.nextInt(ours.size()));
		try {
			String limit = limit(unit);
			limit(unit, String.valueOf(unit.countDescriptors() + this.random.nextInt(4)));
			this.tally.count("times without descriptors");
			this.schedule.in(100 + this.random.nextInt(400), () -> limit(unit, limit));
		}
		catch (NoSuchFileException ex) {
			// It has ended meanwhile
		}
	}

	private List<Unit> ours() {
		return this.fleet.units().stream().filter((unit) -> unit.kind().isOurs()).toList();
	}

	// The hard one, to which a JVM raises its own: that of the moment may be of another
	// blow
	private static String limit(Unit unit) throws IOException {
		return Files.readAllLines(Path.of("/proc", String.valueOf(unit.pid()), "limits"))
			.stream()
			.filter((line) -> line.startsWith("Max open files"))
			.findFirst()
			.orElseThrow()
			.split(" {2,}", -1)[2];
	}

	private static void limit(Unit unit, String limit) throws IOException {
		if (unit.isAlive() && !unit.isKilled()) {
			try {
				Commands.run("prlimit", "--pid", String.valueOf(unit.pid()), "--nofile=" + limit + ":");
			}
			catch (IOException ex) {
				if (unit.isAlive()) {
					throw ex;
				}
			}
		}
	}

}
