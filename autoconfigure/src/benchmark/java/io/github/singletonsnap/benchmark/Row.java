package io.github.singletonsnap.benchmark;

import java.util.Locale;

/**
 * One line of a table.
 *
 * @param what what is compared
 * @param figure what was measured
 * @param unit of the figure
 * @param detail the absolute values, which tell something about this machine only
 */
record Row(String what, Figure figure, String unit, String detail) {

	static Row ratio(String what, Figure figure, String detail) {
		return new Row(what, figure, " ×", detail);
	}

	String toMarkdown() {
		return String.format(Locale.ROOT, "| %s | %.2f%s | %.2f – %.2f | %s |", this.what, this.figure.median(),
				this.unit, this.figure.lowest(), this.figure.highest(), this.detail);
	}

}
