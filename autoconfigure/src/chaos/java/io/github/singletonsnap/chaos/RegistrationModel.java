package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.singletonsnap.chaos.Tally.Wrong;
import org.jspecify.annotations.Nullable;

/**
 * Which unit should be registered for which snap, as far as that can be said: of a unit
 * that was killed in between, or that was refused, either may be true.
 */
final class RegistrationModel {

	private final Map<String, Entry> entries = new HashMap<>();

	private final Tally tally;

	private boolean moving;

	private long time;

	RegistrationModel(Tally tally) {
		this.tally = tally;
	}

	private Entry entry(String snap, String actor) {
		return this.entries.computeIfAbsent(snap + " " + slot(actor), (absent) -> new Entry());
	}

	private static String slot(String actor) {
		return actor.substring(0, actor.indexOf('.'));
	}

	/**
	 * A unit is about to register or to leave.
	 */
	void begins(String snap, String who, State to) {
		Entry entry = entry(snap, who);
		entry.to = to;
		entry.actor = Section.actor(who);
		entry.inMove = this.moving;
		entry.changedAt = this.time++;
	}

	void ended(String snap, String who, State state) {
		Entry entry = entry(snap, who);
		settle(entry, (entry.inMove || this.moving) ? State.UNKNOWN : state);
		this.tally.count((state == State.THERE) ? "registrations" : "leaves");
	}

	/**
	 * It was refused: of a registration that was renewed, the old one or the new one is
	 * there.
	 */
	void refused(String snap, String who) {
		Entry entry = entry(snap, who);
		settle(entry, uncertain(entry));
	}

	private static State uncertain(Entry entry) {
		return (entry.to == State.THERE && entry.state == State.THERE && !entry.inMove) ? State.THERE : State.UNKNOWN;
	}

	private void settle(Entry entry, State state) {
		entry.state = state;
		entry.to = null;
		entry.changedAt = this.time++;
	}

	void gone(String actor) {
		this.entries.values().forEach((entry) -> {
			if (entry.to != null && entry.actor.equals(actor)) {
				settle(entry, uncertain(entry));
			}
		});
	}

	/**
	 * The directory is taken away, with all that is in it.
	 */
	void moves(boolean moving) {
		this.moving = moving;
		this.entries.values().forEach((entry) -> {
			entry.state = State.UNKNOWN;
			entry.inMove = true;
			entry.changedAt = this.time++;
		});
	}

	/**
	 * A unit removes a snap, which it began after its last line here.
	 */
	void removes(String snap, String who) {
		this.tally.count("removals");
		Entry mine = entry(snap, who);
		this.entries.forEach((name, other) -> {
			if (other != mine && name.startsWith(snap + " ") && other.to == null && other.state == State.THERE
					&& other.changedAt < mine.changedAt) {
				this.tally.wrong(Wrong.REMOVAL, who + " removed " + name.replace(" ", " under unit "));
			}
		});
	}

	/**
	 * Compares with the directory what did not change meanwhile.
	 */
	void check(Path directory, Update update) throws IOException {
		long before = this.time;
		Set<String> found = new HashSet<>();
		try (Stream<Path> files = Files.list(directory)) {
			files.map((file) -> file.getFileName().toString()).forEach(found::add);
		}
		update.run();
		this.entries.forEach((name, entry) -> {
			if (entry.to == null && entry.changedAt < before && entry.state != State.UNKNOWN) {
				compare(name, entry.state, found);
			}
		});
		this.tally.count("looks at all registrations");
	}

	private void compare(String name, State state, Set<String> found) {
		String start = "LCK.." + name.substring(0, name.indexOf(' ')) + "--";
		String unit = "chaos_" + name.substring(name.indexOf(' ') + 1);
		boolean there = found.stream()
			.anyMatch((file) -> file.equals(start + unit)
					|| (file.startsWith(start + "rev") && file.endsWith("__" + unit)));
		if (there != (state == State.THERE)) {
			this.tally.wrong(Wrong.REGISTRATION, name + " is " + (there ? "there" : "not there"));
		}
	}

	enum State {

		UNKNOWN, THERE, ABSENT

	}

	private static final class Entry {

		private State state = State.UNKNOWN;

		private @Nullable State to;

		private String actor = "";

		private boolean inMove;

		private long changedAt;

	}

	/**
	 * Reads what the units have told meanwhile.
	 */
	interface Update {

		void run() throws IOException;

	}

}
