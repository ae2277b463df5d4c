package io.github.singletonsnap.benchmark;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What one run found.
 *
 * @param machine where it ran, and when
 * @param tables one per section
 */
record Findings(String machine, List<Table> tables) {

	String toMarkdown() {
		return this.tables.stream().map(Table::toMarkdown).collect(Collectors.joining("\n", this.machine + "\n\n", ""));
	}

}
