package io.github.singletonsnap.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a log of entries and exits, and knows nothing of permits but the rules. A machine
 * is at work from an entry until an exit that is no failure, whatever was killed
 * meanwhile.
 */
final class Oracle {

	private final Map<String, String> inside = new TreeMap<>();

	private final Map<String, String> staying = new TreeMap<>();

	private final Set<String> atWork = new TreeSet<>();

	private final Set<String> killed = new TreeSet<>();

	private final List<String> violations = new ArrayList<>();

	private final Map<String, Integer> told = new TreeMap<>();

	private int permits;

	private Tally tally = new Tally();

	/**
	 * From here on there are so many permits: at least as many as before.
	 */
	void begin(int permits) {
		this.permits = permits;
		this.tally = new Tally();
	}

	void read(String line) {
		String[] words = line.split(" ", -1);
		String machine = words[1];
		String pid = words[2];
		this.told.merge(machine, 1, Integer::sum);
		switch (words[0]) {
			case "ENTER" -> enter(machine, pid);
			case "STAY" -> this.staying.put(machine, pid);
			case "EXIT" -> {
				leave(machine, pid);
				this.atWork.remove(machine);
			}
			case "FAIL" -> {
				leave(machine, pid);
				this.tally.failures++;
			}
			case "KILL" -> {
				// It may still enter or exit, until it is dead
				this.killed.add(pid);
				this.staying.remove(machine, pid);
				this.tally.killedInside += pid.equals(this.inside.get(machine)) ? 1 : 0;
			}
			case "NOT" -> this.tally.refusals++;
			case "READY" -> this.tally.starts++;
			default -> throw new IllegalStateException(line);
		}
	}

	private void enter(String machine, String pid) {
		this.tally.sections.merge(machine, 1, Integer::sum);
		String other = this.inside.put(machine, pid);
		if (other != null && !this.killed.contains(other)) {
			this.violations.add("two units of " + machine + ": " + other + " and " + pid);
		}
		this.atWork.add(machine);
		this.tally.mostAtWork = Math.max(this.tally.mostAtWork, this.atWork.size());
		if (this.atWork.size() > this.permits) {
			this.violations.add("at work are " + this.atWork + ", and permits " + this.permits);
		}
	}

	private void leave(String machine, String pid) {
		this.inside.remove(machine, pid);
		this.staying.remove(machine, pid);
	}

	List<String> violations() {
		return this.violations;
	}

	Set<String> atWork() {
		return this.atWork;
	}

	/**
	 * The process that is inside, and stays there.
	 */
	Optional<String> staying(String machine) {
		return Optional.ofNullable(this.staying.get(machine));
	}

	/**
	 * How many lines tell of a machine.
	 */
	int told(String machine) {
		return this.told.getOrDefault(machine, 0);
	}

	int sections(String machine) {
		return this.tally.sections.getOrDefault(machine, 0);
	}

	int sections() {
		return this.tally.sections.values().stream().mapToInt(Integer::intValue).sum();
	}

	int mostAtWork() {
		return this.tally.mostAtWork;
	}

	int killedInside() {
		return this.tally.killedInside;
	}

	@Override
	public String toString() {
		return "N = " + this.permits + ": " + this.tally.starts + " starts, sections " + this.tally.sections
				+ ", at most " + this.tally.mostAtWork + " at work, " + this.tally.failures + " failed, "
				+ this.tally.killedInside + " killed inside, " + this.tally.refusals + " asked in vain, "
				+ this.violations.size() + " violations";
	}

	/**
	 * What was seen with one number of permits.
	 */
	private static final class Tally {

		private final Map<String, Integer> sections = new TreeMap<>();

		private int mostAtWork;

		private int failures;

		private int killedInside;

		private int refusals;

		private int starts;

	}

}
