package io.github.singletonsnap.sample.fleet;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints what the units report, as it comes in: a line for each operation.
 */
class Timeline {

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
		this.reports.add(report);
		Duration at = Duration.between(this.start, report.began());
		print(String.format(Locale.ROOT, "%.3f s", at.toMillis() / 1000.0), report.unit(), report.operation(),
				millis(report.waited()), millis(report.held()), outcome(report), waitedFor(report));
	}

	synchronized List<Report> reports() {
		return List.copyOf(this.reports);
	}

	private void print(Object... cells) {
		String line = String.format(Locale.ROOT, "%9s  %-10s  %-9s  %8s  %8s  %-18s  %s", cells);
		this.out.println(line.stripTrailing());
	}

	private static String millis(Duration duration) {
		return (duration.toMillis() > 0) ? duration.toMillis() + " ms" : "-";
	}

	private String outcome(Report report) {
		String overlap = report.overlapped() ? "OVERLAP, " : "";
		String outcome = (report.outcome() == Outcome.DONE) ? "" : report.outcome() + ": ";
		return overlap + outcome + report.detail();
	}

	private String waitedFor(Report report) {
		return this.reports.stream()
			.filter((other) -> other.wasAheadOf(report))
			.map(Report::unit)
			.distinct()
			.collect(Collectors.joining(", "));
	}

}
