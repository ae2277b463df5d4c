package io.github.singletonsnap.chaos;

import java.time.Duration;
import java.util.Random;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.SingletonSnapManager;

/**
 * Registers a unit for snaps, and leaves them: one thread of each unit, so that the
 * journal tells in which order.
 */
final class Registrar {

	private final SingletonSnapManager manager;

	private final Journal journal;

	private final String who;

	Registrar(SingletonSnapManager manager, Journal journal, String who) {
		this.manager = manager;
		this.journal = journal;
		this.who = who;
	}

	void act(Random random) {
		String snap = Guarded.anySnap(random).id();
		switch (random.nextInt(4)) {
			case 0 -> leave(snap, () -> this.manager.unregister(snap));
			case 1 -> leave(snap, () -> this.manager.removeIfUnused(snap, Duration.ofSeconds(5),
					() -> this.journal.append("removes", snap, this.who)));
			default -> register(snap, random.nextInt(3));
		}
	}

	private void register(String snap, int revision) {
		this.journal.append("registering", snap, this.who);
		settle(snap, "registered", () -> this.manager.register(snap, revision));
	}

	private void leave(String snap, Runnable way) {
		this.journal.append("leaving", snap, this.who);
		settle(snap, "left", way);
	}

	private void settle(String snap, String how, Runnable step) {
		boolean done = false;
		try {
			step.run();
			done = true;
		}
		finally {
			this.journal.append(done ? how : "unsettled", snap, this.who);
		}
	}

	/**
	 * Leaves all snaps, however often that is refused.
	 */
	void leaveAll() {
		for (Guarded guarded : Guarded.SNAPS) {
			try {
				leave(guarded.id(), () -> this.manager.unregister(guarded.id()));
			}
			catch (SingletonSnapException ex) {
				this.journal.append("trouble", this.who, ex.toString());
			}
		}
	}

}
