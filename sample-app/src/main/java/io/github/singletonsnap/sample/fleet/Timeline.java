package io.github.singletonsnap.sample.fleet;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

import io.github.singletonsnap.sample.unit.Outcome;
import io.github.singletonsnap.sample.unit.Report;
import io.github.singletonsnap.sample.unit.Step;

/**
 * Prints what the units report, as it comes in: a line for each operation.
 */
class Timeline {

	private static final int WIDTH = 80;

	private static final String INDENT = " ".repeat(9);

	// Whoever was waited for is among the last ones
	private static final int KEPT = 200;

	private final PrintStream out;

	private final Deque<Report> reports = new ArrayDeque<>();

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
		if (this.reports.size() == KEPT) {
			this.reports.removeFirst();
		}
		this.reports.addLast(report);
		// What a unit's first call takes, with nobody ahead, is not a wait
		boolean waited = !ahead.isEmpty() || report.outcome() != Outcome.DONE;
		print(at(report.began()), report.unit(), report.operation(), waited ? millis(report.waited()) : "-",
				millis(report.held()), outcome(report), shorten(ahead));
	}

	/**
	 * Follows what takes long.
	 */
	synchronized void add(Step step) {
		if (step.kind() == Step.Kind.PROGRESS || step.kind() == Step.Kind.WAITS_FOR_SNAPD) {
			print(at(step.at()), step.unit(), step.operation(), "", "", "... " + step.detail(), "");
		}
	}

	/**
	 * Tells that a unit is no longer at work.
	 */
	synchronized void add(UnitState state) {
		print(at(state.at()), state.unit(), state.phase(), "", "", "", "");
		state.detail().lines().forEach((line) -> this.out.println(INDENT + line));
	}

	private String at(Instant time) {
		return String.format(Locale.ROOT, "%.3fs", Duration.between(this.start, time).toMillis() / 1000.0);
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
