package io.github.singletonsnap.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.singletonsnap.chaos.Tally.Wrong;

/**
 * What a run found, as a table.
 */
final class Report {

	private Report() {
	}

	static String of(String title, Tally tally, Duration duration) {
		List<String> lines = new ArrayList<>(
				List.of("## " + title, "", "| | in " + duration.toSeconds() + " s |", "| --- | --- |"));
		for (Wrong wrong : Wrong.values()) {
			lines.add("| **" + wrong.description() + "** | **" + tally.count(wrong) + "** |");
		}
		for (Map.Entry<String, Integer> count : new TreeMap<>(tally.counts()).entrySet()) {
			lines.add("| " + count.getKey() + " | " + "%,d".formatted(count.getValue()) + " |");
		}
		return String.join(System.lineSeparator(), lines);
	}

}
