package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.singletonsnap.chaos.KernelLocks.FileId;
import io.github.singletonsnap.chaos.Tally.Wrong;

/**
 * Notices locks that nobody gets although nobody is inside, and units that get none. Only
 * time counts in which the monkey keeps nobody from a lock.
 */
final class Watch {

	private static final int STARVED = 3;

	private static final int SOON = 4;

	private final Arena arena;

	private final Fleet fleet;

	private final Judge judge;

	private final Tally tally;

	private final long patience;

	private final Map<Guarded, Wait> waits = new EnumMap<>(Guarded.class);

	private long last = System.nanoTime();

	Watch(Arena arena, Fleet fleet, Judge judge, Tally tally, Duration patience) {
		this.arena = arena;
		this.fleet = fleet;
		this.judge = judge;
		this.tally = tally;
		this.patience = patience.toNanos();
		for (Guarded guarded : Guarded.values()) {
			this.waits.put(guarded, new Wait());
		}
	}

	/**
	 * To be called all the time.
	 * @param calm whether nothing is wrong with the files just now
	 */
	void look(boolean calm) throws IOException {
		long now = System.nanoTime();
		long nanos = now - this.last;
		this.last = now;
		if (calm && this.fleet.units().stream().noneMatch(Unit::isStopped)) {
			for (Guarded guarded : Guarded.values()) {
				look(guarded, nanos);
			}
			this.fleet.units().forEach((unit) -> look(unit, nanos));
		}
	}

	private void look(Unit unit, long nanos) {
		if (!unit.hasBegun() || unit.waits(nanos) < STARVED * this.patience) {
			return;
		}
		unit.enters();
		if (unit.kind().isOurs()) {
			this.tally.wrong(Wrong.STARVED,
					unit.actor() + " (" + unit.kind().description() + ") has entered nothing for too long");
		}
		else {
			this.tally.count("times a program without a place in the queue starved");
		}
	}

	private void look(Guarded guarded, long nanos) throws IOException {
		LockHistory history = this.judge.history(guarded.id());
		Wait wait = this.waits.get(guarded);
		if (history.entries() != wait.entries) {
			wait.entries = history.entries();
			wait.nanos = 0;
			return;
		}
		wait.nanos += nanos;
		// A section takes milliseconds
		String holder = (wait.nanos > this.patience / SOON && history.isEmpty()) ? holder(guarded) : "-";
		if (wait.nanos > this.patience || this.fleet.isOurs(holder)) {
			this.tally.wrong(Wrong.STUCK, "nobody has entered " + guarded.id() + " for " + wait.nanos / 1_000_000
					+ " ms of calm, holder: " + holder + ", inside: " + (history.isEmpty() ? "nobody" : "somebody"));
			wait.nanos = 0;
		}
	}

	private String holder(Guarded guarded) throws IOException {
		Path lock = guarded.lockIn(this.arena.locks());
		List<Long> holders = Files.exists(lock) ? KernelLocks.holders(FileId.of(lock)) : List.of();
		return holders.isEmpty() ? "-" : this.fleet.actorOf(holders.get(0));
	}

	/**
	 * For how long nobody has entered a lock.
	 */
	private static final class Wait {

		private long entries;

		private long nanos;

	}

}
