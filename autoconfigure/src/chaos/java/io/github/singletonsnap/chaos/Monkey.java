package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Strikes now here, now there.
 */
final class Monkey {

	private static final int LONGEST_REST_MILLIS = 160;

	private final Random random;

	private final List<Schedule.Task> blows = new ArrayList<>();

	private long next = System.nanoTime();

	Monkey(UnitBlows units, DiskBlows disk, Random random) {
		this.random = random;
		add(30, units::kill);
		add(18, units::stop);
		add(22, units::interrupt);
		add(5, units::exhaust);
		add(4, disk::fill);
		add(4, disk::forbidWriting);
		add(6, disk::unlinkLock);
		add(4, disk::renameLock);
		add(4, disk::unlinkGate);
		add(1, disk::replaceDirectory);
	}

	private void add(int weight, Schedule.Task blow) {
		for (int i = 0; i < weight; i++) {
			this.blows.add(blow);
		}
	}

	void act() throws IOException {
		if (System.nanoTime() - this.next >= 0) {
			this.blows.get(this.random.nextInt(this.blows.size())).run();
			this.next = System.nanoTime() + (1 + this.random.nextInt(LONGEST_REST_MILLIS)) * 1_000_000L;
		}
	}

}
