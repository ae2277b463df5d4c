package io.github.singletonsnap.sample.fleet;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what the units report, as it comes in: a line for each operation.
 */
class Timeline {

	private static final int WIDTH = 80;

	private static final String INDENT = " ".repeat(9);

	private final PrintStream out;

	private final List<Report> reports = new ArrayList<>();

	private Instant start = Instant.now();

	Timeline(PrintStream out) {
		this.out = out;
	}

	synchronized void begin() {
		this.start = Instant.now();
		print("at", "unit", "operation", "waited", "held", "outcome", "waited for");
	}

	synchronized void add(Report report) {
		List<String> ahead = ahead(report);
		this.reports.add(report);
		Duration at = Duration.between(this.start, report.began());
		// What a unit's first call takes, with nobody ahead, is not a wait
		boolean waited = !ahead.isEmpty() || report.outcome() != Outcome.DONE;
		print(String.format(Locale.ROOT, "%.3fs", at.toMillis() / 1000.0), report.unit(), report.operation(),
				waited ? millis(report.waited()) : "-", millis(report.held()), outcome(report), shorten(ahead));
	}

	synchronized List<Report> reports() {
		return List.copyOf(this.reports);
	}

	private void print(Object... cells) {
		String line = String.format(Locale.ROOT, "%7s  %-9s  %-9s  %7s  %5s  %-18s  %s", cells).stripTrailing();
		while (line.length() > WIDTH) {
			int end = line.lastIndexOf(' ', WIDTH);
			if (end < INDENT.length()) {
				break;
			}
			this.out.println(line.substring(0, end).stripTrailing());
			line = INDENT + line.substring(end).strip();
		}
		this.out.println(line);
	}

	private static String millis(Duration duration) {
		return (duration.toMillis() > 0) ? duration.toMillis() + "ms" : "-";
	}

	private String outcome(Report report) {
		String overlap = report.overlapped() ? "OVERLAP, " : "";
		String outcome = (report.outcome() == Outcome.DONE) ? "" : report.outcome() + ": ";
		return overlap + outcome + report.detail();
	}

	private List<String> ahead(Report report) {
		return this.reports.stream().filter((other) -> other.wasAheadOf(report)).map(Report::unit).distinct().toList();
	}

	/**
	 * Leaves out what the names have in common: {@code otelcol/0,1,2}.
	 */
	private static String shorten(List<String> units) {
		return units.stream().reduce((names, unit) -> names + "," + unit.substring(unit.indexOf('/') + 1)).orElse("");
	}

}
