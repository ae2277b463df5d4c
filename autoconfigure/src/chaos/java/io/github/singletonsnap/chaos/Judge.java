package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.singletonsnap.chaos.RegistrationModel.State;
import io.github.singletonsnap.chaos.Tally.Wrong;

/**
 * Reads the journal, line by line.
 */
final class Judge {

	private final Map<String, LockHistory> locks = new LinkedHashMap<>();

	private final RegistrationModel registrations;

	private final Journal journal;

	private final Fleet fleet;

	private final Tally tally;

	private final Set<String> idle = new HashSet<>();

	private final Map<String, Set<String>> entered = new HashMap<>();

	private boolean moved;

	Judge(Journal journal, Fleet fleet, Tally tally) {
		this.journal = journal;
		this.fleet = fleet;
		this.tally = tally;
		this.registrations = new RegistrationModel(tally);
		for (Guarded guarded : Guarded.values()) {
			this.locks.put(guarded.id(), new LockHistory(guarded.id(), tally));
		}
	}

	void read() throws IOException {
		for (String[] line : this.journal.next()) {
			read(line);
		}
	}

	private void read(String... line) {
		switch (line[0]) {
			case "enter" -> enter(line[1], line[2]);
			case "exit" -> history(line[1]).exit(line[2], Long.parseLong(line[3].trim()));
			case "registering" -> this.registrations.begins(line[1], line[2], State.THERE);
			case "registered" -> this.registrations.ended(line[1], line[2], State.THERE);
			case "leaving" -> this.registrations.begins(line[1], line[2], State.ABSENT);
			case "left" -> this.registrations.ended(line[1], line[2], State.ABSENT);
			case "unsettled" -> this.registrations.refused(line[1], line[2]);
			case "removes" -> this.registrations.removes(line[1], line[2]);
			case "orphaned" -> history(line[1]).orphaned();
			case "orphan-held" -> history(line[1]).orphanHeldBy(line[2]);
			case "orphan-gone" -> history(line[1]).orphanGone();
			case "moved" -> moves(true);
			case "moved-end" -> moves(false);
			case "killed" -> this.locks.values().forEach((lock) -> lock.killed(line[1]));
			case "gone" -> gone(line[1]);
			case "idle" -> this.idle.add(line[1]);
			case "refused" -> this.tally.count("refused: " + line[2]);
			case "started" -> starts(line[1]);
			default -> this.tally.wrong(Wrong.DIED, String.join(" ", line));
		}
	}

	private void enter(String lock, String who) {
		String actor = Section.actor(who);
		Unit unit = this.fleet.unit(actor);
		unit.enters();
		history(lock).enter(who, unit.kind().isOurs(), this.moved);
		this.entered.computeIfAbsent(actor, (absent) -> new HashSet<>()).add(lock);
	}

	private void starts(String actor) {
		this.tally.count("units started");
		this.fleet.unit(actor).begins();
	}

	private void moves(boolean moving) {
		this.moved = moving;
		this.registrations.moves(moving);
		this.locks.values().forEach(LockHistory::moved);
	}

	private void gone(String actor) {
		this.locks.values().forEach((lock) -> lock.gone(actor));
		this.registrations.gone(actor);
	}

	LockHistory history(String lock) {
		return this.locks.get(lock);
	}

	RegistrationModel registrations() {
		return this.registrations;
	}

	void forgetWhoEntered() {
		this.entered.clear();
	}

	boolean hasEnteredAll(Unit unit) {
		return this.entered.getOrDefault(unit.actor(), Set.of()).size() == this.locks.size();
	}

	boolean isIdle(Unit unit) {
		return this.idle.contains(unit.actor());
	}

}
