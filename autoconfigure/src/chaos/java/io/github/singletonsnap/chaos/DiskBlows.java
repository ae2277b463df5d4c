package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

import io.github.singletonsnap.chaos.Tally.Wrong;
import org.jspecify.annotations.Nullable;

/**
 * What the monkey does to the files that all units share, one thing at a time.
 */
final class DiskBlows {

	private final Arena arena;

	private final Journal journal;

	private final Fleet fleet;

	private final Schedule schedule;

	private final Tally tally;

	private final Random random;

	private final Duration patience;

	private final Orphans orphans;

	private @Nullable MovedDirectory moved;

	private boolean goingOn;

	DiskBlows(Arena arena, Journal journal, Fleet fleet, Schedule schedule, Tally tally, Random random,
			Duration patience) {
		this.arena = arena;
		this.journal = journal;
		this.fleet = fleet;
		this.schedule = schedule;
		this.tally = tally;
		this.random = random;
		this.patience = patience;
		this.orphans = new Orphans(arena, fleet, journal);
	}

	void fill() throws IOException {
		if (begins("times with a full disk", true)) {
			this.arena.fill();
			endIn(100 + this.random.nextInt(700), this.arena::empty);
		}
	}

	void forbidWriting() throws IOException {
		if (begins("times with a read-only directory", true)) {
			this.arena.forbidWriting();
			endIn(50 + this.random.nextInt(400), this.arena::allowWriting);
		}
	}

	private boolean begins(String what, boolean needsMount) {
		if (this.goingOn || (needsMount && !this.arena.isMounted())) {
			return false;
		}
		this.goingOn = true;
		this.tally.count(what);
		return true;
	}

	private void endIn(long millis, Schedule.Task end) {
		this.schedule.in(millis, () -> {
			end.run();
			this.goingOn = false;
		});
	}

	void unlinkLock() throws IOException {
		takeLock(false, "lock files unlinked");
	}

	void renameLock() throws IOException {
		takeLock(true, "lock files renamed");
	}

	private void takeLock(boolean rename, String what) throws IOException {
		if (!this.goingOn && this.orphans.make(Guarded.any(this.random), rename)) {
			this.tally.count(what);
		}
	}

	/**
	 * Without the gate waiters lose their places, and nothing else.
	 */
	void unlinkGate() throws IOException {
		if (!this.goingOn && Files.deleteIfExists(Guarded.any(this.random).gateIn(this.arena.locks()))) {
			this.tally.count("gates unlinked");
		}
	}

	void replaceDirectory() throws IOException {
		if (!Files.isDirectory(this.arena.locks()) || !begins("lock directories replaced", false)) {
			return;
		}
		this.journal.append("moved");
		this.moved = new MovedDirectory(this.arena.moveLocks(), this.fleet);
		if (this.random.nextBoolean()) {
			createDirectory();
		}
		else {
			this.schedule.in(300, this::createDirectory);
		}
	}

	private void createDirectory() throws IOException {
		Path locks = this.arena.locks();
		try {
			Files.createDirectory(locks);
		}
		catch (FileAlreadyExistsException ex) {
			// A unit was first
		}
	}

	void look() throws IOException {
		this.orphans.look();
		if (this.moved == null) {
			return;
		}
		boolean overdue = this.moved.isOverdue(this.patience);
		if (overdue) {
			this.tally.wrong(Wrong.STUCK, "a lock in a directory that was replaced long ago");
		}
		if (overdue || this.moved.isDeserted()) {
			this.journal.append("moved-end");
			this.moved.delete();
			this.moved = null;
			this.goingOn = false;
		}
	}

	/**
	 * Whether units may be kept from their locks just now.
	 */
	boolean isGoingOn() {
		return this.goingOn;
	}

	boolean isOver() {
		return !this.goingOn && this.orphans.isEmpty();
	}

}
