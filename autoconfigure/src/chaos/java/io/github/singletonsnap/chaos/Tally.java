package io.github.singletonsnap.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is counted, and what was wrong.
 */
final class Tally {

	private static final int SHOWN = 5;

	private final Map<String, Integer> counts = new LinkedHashMap<>();

	private final Map<Wrong, List<String>> wrongs = new LinkedHashMap<>();

	void count(String what) {
		this.counts.merge(what, 1, Integer::sum);
	}

	void wrong(Wrong wrong, String what) {
		List<String> all = this.wrongs.computeIfAbsent(wrong, (absent) -> new ArrayList<>());
		all.add(what);
		if (all.size() <= SHOWN) {
			System.out.println("WRONG: " + wrong.description() + ": " + what);
		}
	}

	Map<String, Integer> counts() {
		return this.counts;
	}

	int count(Wrong wrong) {
		return this.wrongs.getOrDefault(wrong, List.of()).size();
	}

	/**
	 * Whether the lock itself was at fault.
	 */
	boolean isLockWrong() {
		return count(Wrong.OVERLAP) + count(Wrong.LOST) + count(Wrong.STUCK) > 0;
	}

	boolean isClean() {
		return this.wrongs.isEmpty();
	}

	/**
	 * What must not be.
	 */
	enum Wrong {

		OVERLAP("overlaps"), LOST("lost counter updates"), REGISTRATION("registrations lost or left"),
		REMOVAL("snaps removed under another unit"), STUCK("stuck"), STARVED("starved"), LEAKED("leaked"),
		DIED("died of themselves, or failed"), IDLE("too few sections");

		private final String description;

		Wrong(String description) {
			this.description = description;
		}

		String description() {
			return this.description;
		}

	}

}
