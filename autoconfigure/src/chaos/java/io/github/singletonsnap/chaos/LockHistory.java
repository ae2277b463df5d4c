package io.github.singletonsnap.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.singletonsnap.chaos.Tally.Wrong;

/**
 * One lock: who is inside, and what its counter should be.
 * <p>
 * Where the monkey takes a lock file from its path, whoever held it then holds an orphan:
 * others may lock the new file at the same time, and no lock by files can help it. A
 * program that does not look at the path goes on with the orphan as long as it has it
 * open; ours do so for the one section alone.
 */
final class LockHistory {

	private static final long UNKNOWN = -1;

	private final String lock;

	private final Tally tally;

	private final List<Section> inside = new ArrayList<>();

	/**
	 * Killed, and others have entered since: right, unless it goes on all the same.
	 */
	private final List<Ghost> ghosts = new ArrayList<>();

	private long counter;

	/**
	 * Killed since, perhaps after they had counted.
	 */
	private int uncertain;

	private boolean orphaning;

	private int foreignOrphans;

	private final Set<String> orphanActors = new HashSet<>();

	private final Set<String> nextIsOrphan = new HashSet<>();

	private final Set<String> killed = new HashSet<>();

	private long entries;

	LockHistory(String lock, Tally tally) {
		this.lock = lock;
		this.tally = tally;
	}

	void enter(String who, boolean ours, boolean moved) {
		this.entries++;
		String actor = Section.actor(who);
		boolean orphan = moved || this.orphaning || this.nextIsOrphan.remove(actor)
				|| (!ours && this.foreignOrphans > 0);
		Section section = new Section(who, ours, orphan);
		if (this.orphaning) {
			this.orphanActors.add(actor);
		}
		for (Section other : List.copyOf(this.inside)) {
			if (other.isDying()) {
				this.inside.remove(other);
				this.ghosts.add(new Ghost(other, section));
				isUncertain(other);
			}
			else {
				overlap(other, section);
			}
		}
		if (this.killed.contains(actor)) {
			section.isKilled();
		}
		this.inside.add(section);
	}

	private void overlap(Section one, Section other) {
		if (one.overlaps(other)) {
			this.tally.count("overlaps on orphaned lock files");
		}
		else {
			this.tally.wrong(Wrong.OVERLAP,
					other.who() + " entered " + this.lock + " while " + one.who() + " was inside");
		}
	}

	void exit(String who, long value) {
		for (Ghost ghost : List.copyOf(this.ghosts)) {
			if (ghost.section.who().equals(who)) {
				this.ghosts.remove(ghost);
				overlap(ghost.section, ghost.successor);
				return;
			}
		}
		Section section = this.inside.stream()
			.filter((candidate) -> candidate.who().equals(who))
			.findFirst()
			.orElse(null);
		if (section == null) {
			this.tally.wrong(Wrong.OVERLAP, who + " left " + this.lock + " without having entered it");
			return;
		}
		this.inside.remove(section);
		this.tally.count("sections");
		count(section, value);
	}

	private void count(Section section, long value) {
		if (this.counter != UNKNOWN && value <= this.counter) {
			if (section.isExcused()) {
				this.tally.count("counter updates lost on orphaned lock files");
			}
			else {
				this.tally.wrong(Wrong.LOST,
						section.who() + " counted " + this.lock + " to " + value + " after " + this.counter);
			}
		}
		else if (this.counter != UNKNOWN && value > this.counter + 1 + this.uncertain && !section.isExcused()) {
			this.tally.wrong(Wrong.LOST,
					section.who() + " counted " + this.lock + " from " + this.counter + " to " + value);
		}
		// Two that overlapped need not tell in the order in which they wrote
		this.counter = section.isExcused() ? UNKNOWN : value;
		this.uncertain = 0;
	}

	private void isUncertain(Section dead) {
		this.uncertain++;
		this.tally.count("kills within a section");
		if (dead.isExcused()) {
			this.counter = UNKNOWN;
		}
	}

	void killed(String actor) {
		this.killed.add(actor);
		this.inside.stream().filter((section) -> section.isOf(actor)).forEach(Section::isKilled);
	}

	void gone(String actor) {
		this.ghosts.removeIf((ghost) -> ghost.section.isOf(actor));
		for (Section section : List.copyOf(this.inside)) {
			if (section.isOf(actor)) {
				this.inside.remove(section);
				isUncertain(section);
			}
		}
		this.nextIsOrphan.remove(actor);
	}

	/**
	 * The monkey is about to take the file away.
	 */
	void orphaned() {
		this.orphaning = true;
		this.foreignOrphans++;
		this.orphanActors.clear();
		this.inside.forEach((section) -> {
			section.becomesOrphan();
			this.orphanActors.add(Section.actor(section.who()));
		});
	}

	/**
	 * The file is away, and the kernel says who holds it: perhaps one that has not told
	 * so in the journal yet.
	 */
	void orphanHeldBy(String actor) {
		this.orphaning = false;
		if (!actor.equals("-") && !this.orphanActors.contains(actor)) {
			this.nextIsOrphan.add(actor);
		}
	}

	/**
	 * No program has it open that does not look at the path.
	 */
	void orphanGone() {
		this.foreignOrphans--;
	}

	/**
	 * The directory is about to be taken away.
	 */
	void moved() {
		this.inside.forEach(Section::becomesOrphan);
	}

	boolean isEmpty() {
		return this.inside.isEmpty();
	}

	long entries() {
		return this.entries;
	}

	private record Ghost(Section section, Section successor) {
	}

}
