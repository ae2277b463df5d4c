package io.github.singletonsnap.fleet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a log of entries and exits, and knows nothing of permits but the rules. A machine
 * is at work from an entry until an exit that is no failure, whatever was killed
 * meanwhile.
 */
final class Oracle {

	private final int permits;

	private final Map<String, String> inside = new TreeMap<>();

	private final Set<String> atWork = new HashSet<>();

	private final Set<String> killed = new HashSet<>();

	private final List<String> violations = new ArrayList<>();

	private final Set<String> machines = new HashSet<>();

	private int entries;

	private int killedInside;

	private int failures;

	private int refusals;

	private int starts;

	Oracle(int permits) {
		this.permits = permits;
	}

	void read(List<String> lines) {
		lines.forEach(this::read);
	}

	private void read(String line) {
		String[] words = line.split(" ", -1);
		switch (words[0]) {
			case "ENTER" -> enter(words[1], words[2]);
			case "EXIT" -> {
				this.inside.remove(words[1], words[2]);
				this.atWork.remove(words[1]);
			}
			case "FAIL" -> {
				this.inside.remove(words[1], words[2]);
				this.failures++;
			}
			case "KILL" -> {
				// It may still enter, or have entered, until it is dead
				this.killed.add(words[2]);
				this.killedInside += words[2].equals(this.inside.get(words[1])) ? 1 : 0;
			}
			case "NOT" -> this.refusals++;
			case "READY" -> this.starts++;
			default -> throw new IllegalStateException(line);
		}
	}

	private void enter(String machine, String pid) {
		this.entries++;
		this.machines.add(machine);
		String other = this.inside.put(machine, pid);
		if (other != null && !this.killed.contains(other)) {
			this.violations.add("two units of " + machine + ": " + other + " and " + pid);
		}
		this.atWork.add(machine);
		if (this.atWork.size() > this.permits) {
			this.violations.add("at work are " + this.atWork);
		}
	}

	List<String> violations() {
		return this.violations;
	}

	int entries() {
		return this.entries;
	}

	/**
	 * How many machines have had their turn.
	 */
	int machines() {
		return this.machines.size();
	}

	int killedInside() {
		return this.killedInside;
	}

	@Override
	public String toString() {
		return this.starts + " starts, " + this.entries + " sections on " + this.machines.size() + " machines, "
				+ this.failures + " failed, " + this.killedInside + " killed inside, " + this.refusals
				+ " without a permit, " + this.violations.size() + " violations";
	}

}
