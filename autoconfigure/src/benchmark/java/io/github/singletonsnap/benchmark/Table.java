package io.github.singletonsnap.benchmark;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What one section found.
 *
 * @param title what the section measures
 * @param rows what it found
 */
record Table(String title, List<Row> rows) {

	String toMarkdown() {
		return this.rows.stream().map(Row::toMarkdown).collect(Collectors.joining("\n", """
				### %s

				| | median | of rounds | absolute |
				| --- | --- | --- | --- |
				""".formatted(this.title), "\n"));
	}

}
