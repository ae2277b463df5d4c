package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.singletonsnap.chaos.Tally.Wrong;

/**
 * One run of the monkey among units of some kinds.
 */
final class Run implements AutoCloseable {

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private static final int LOOKS_EVERY = 50;

	private final Tally tally = new Tally();

	private final Arena arena;

	private final Journal journal;

	private final Fleet fleet;

	private final Schedule schedule = new Schedule();

	private final DiskBlows disk;

	private final Monkey monkey;

	private final Judge judge;

	private final Watch watch;

	Run(Settings settings) throws IOException {
		Random random = new Random(settings.seed());
		this.arena = Arena.create(settings.directory());
		this.journal = new Journal(this.arena.journal());
		this.fleet = new Fleet(this.arena, this.journal, settings, this.tally, random);
		this.disk = new DiskBlows(this.arena, this.journal, this.fleet, this.schedule, this.tally, random,
				settings.patience());
		this.monkey = new Monkey(new UnitBlows(this.fleet, this.journal, this.schedule, this.tally, random), this.disk,
				random);
		this.judge = new Judge(this.journal, this.fleet, this.tally);
		this.watch = new Watch(this.arena, this.fleet, this.judge, this.tally, settings.patience());
	}

	/**
	 * Lets the monkey rage.
	 * @param untilWrong whether to end as soon as a lock was wrong
	 */
	Tally rage(List<Kind> kinds, Duration duration, boolean untilWrong) throws IOException {
		this.fleet.start(kinds);
		long end = System.nanoTime() + duration.toNanos();
		for (int i = 0; System.nanoTime() - end < 0 && !(untilWrong && this.tally.isLockWrong()); i++) {
			this.monkey.act();
			tick();
			if (i % LOOKS_EVERY == 0 && !this.disk.isGoingOn()) {
				this.judge.registrations().check(this.arena.locks(), this.judge::read);
			}
		}
		return this.tally;
	}

	private void tick() throws IOException {
		this.schedule.runWhatIsDue();
		this.disk.look();
		this.fleet.replaceTheDead();
		this.judge.read();
		this.watch.look(!this.disk.isGoingOn());
		LockSupport.parkNanos(TICK_NANOS);
	}

	/**
	 * Ends it all, and looks what is left.
	 */
	void settle() throws IOException, InterruptedException {
		this.schedule.runAll();
		await(this.disk::isOver, 60);
		this.judge.read();
		this.judge.forgetWhoEntered();
		if (!await(this::haveAllEntered, 60)) {
			this.fleet.units()
				.stream()
				.filter((unit) -> !this.judge.hasEnteredAll(unit))
				.forEach((unit) -> this.tally.wrong(Wrong.STUCK, "when all was over, " + unit.actor() + " ("
						+ unit.kind().description() + ") did not get every lock"));
		}
		this.judge.registrations().check(this.arena.locks(), this.judge::read);
		finish();
	}

	private boolean haveAllEntered() {
		return this.fleet.units().stream().allMatch(this.judge::hasEnteredAll);
	}

	private boolean await(Condition condition, int seconds) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		while (!condition.holds()) {
			if (System.nanoTime() - end > 0) {
				return false;
			}
			tick();
		}
		return true;
	}

	private void finish() throws IOException, InterruptedException {
		this.fleet.units().forEach((unit) -> unit.tell("finish"));
		Remains remains = new Remains(this.arena, this.fleet);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		boolean idle = false;
		while (System.nanoTime() - end < 0 && !(idle && remains.inProcesses().isEmpty())) {
			this.judge.read();
			idle = this.fleet.units()
				.stream()
				.allMatch((unit) -> unit.kind().isOurs() ? this.judge.isIdle(unit) : !unit.isAlive());
			LockSupport.parkNanos(TICK_NANOS);
		}
		remains.inProcesses().forEach((what) -> this.tally.wrong(Wrong.LEAKED, what));
		remains.files().forEach((what) -> this.tally.wrong(Wrong.LEAKED, what));
		for (Unit unit : this.fleet.units()) {
			unit.endInput();
			if (!unit.endsWithin(30) || unit.exitValue() != 0) {
				this.tally.wrong(Wrong.DIED, unit.actor() + " (" + unit.kind().description() + ") did not end well");
			}
		}
		this.judge.read();
	}

	/**
	 * Leaves the journal and what the units printed.
	 */
	void keep() {
		this.arena.keep();
	}

	Arena arena() {
		return this.arena;
	}

	@Override
	public void close() throws IOException {
		this.fleet.close();
		this.schedule.runAll();
		this.journal.close();
		this.arena.close();
	}

	/**
	 * Something to wait for.
	 */
	interface Condition {

		boolean holds() throws IOException;

	}

}
