package io.github.singletonsnap.benchmark;

import java.util.Locale;

/**
 * One line of a table.
 *
 * @param what what is compared
 * @param figure what was measured
 * @param unit of the figure
 * @param reach what it should be
 * @param detail the absolute values, which tell something about this machine only
 */
record Row(String what, Figure figure, String unit, Reach reach, String detail) {

	static Row ratio(String what, Figure figure, Reach reach, String detail) {
		return new Row(what, figure, " ×", reach, detail);
	}

	boolean isMissed() {
		return !this.reach.isMetBy(this.figure.median());
	}

	private String outcome() {
		if (this.reach == Reach.NONE) {
			return "";
		}
		return isMissed() ? "MISSED" : "ok";
	}

	String toMarkdown() {
		return String.format(Locale.ROOT, "| %s | %.2f%s | %.2f – %.2f | %s | %s | %s |", this.what,
				this.figure.median(), this.unit, this.figure.lowest(), this.figure.highest(),
				(this.reach == Reach.NONE) ? "" : this.reach + this.unit, outcome(), this.detail);
	}

}
