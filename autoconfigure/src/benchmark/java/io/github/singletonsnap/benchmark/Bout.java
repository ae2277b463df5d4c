package io.github.singletonsnap.benchmark;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What several processes did that all wanted one lock, for some time.
 *
 * @param holds by process
 * @param seconds how long it lasted
 */
record Bout(List<List<Turn>> holds, double seconds) {

	Bout {
		checkExclusion(timeline(holds));
	}

	private static void checkExclusion(List<Turn> timeline) {
		for (int i = 1; i < timeline.size(); i++) {
			if (timeline.get(i).acquired() < timeline.get(i - 1).released()) {
				throw new IllegalStateException("two held the lock at the same time");
			}
		}
	}

	private static List<Turn> timeline(List<List<Turn>> holds) {
		return holds.stream().flatMap(List::stream).sorted(Comparator.comparingLong(Turn::acquired)).toList();
	}

	double sectionsPerSecond() {
		return timeline(this.holds).size() / this.seconds;
	}

	/**
	 * The median time from a release to the next acquisition.
	 */
	double handOffMicros() {
		List<Turn> timeline = timeline(this.holds);
		return Figure.median(IntStream.range(1, timeline.size())
			.mapToDouble((i) -> (timeline.get(i).acquired() - timeline.get(i - 1).released()) / 1e3)
			.toArray());
	}

	/**
	 * How often the least served process had the lock for each time that the most served
	 * had it.
	 */
	double share() {
		List<Integer> counts = this.holds.stream().map(List::size).toList();
		return (double) Collections.min(counts) / Collections.max(counts);
	}

	/**
	 * One hold of the lock, in ns of CLOCK_MONOTONIC.
	 *
	 * @param acquired when the process had the lock
	 * @param released just before it gave the lock back
	 */
	record Turn(long acquired, long released) {

		static Turn parse(String line) {
			String[] stamps = line.split(" ", -1);
			return new Turn(Long.parseLong(stamps[0]), Long.parseLong(stamps[1]));
		}

	}

}
