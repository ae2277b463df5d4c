package io.github.singletonsnap.sample.fleet;

import java.util.List;
import java.util.Map;

/**
 * What is left to say after the timeline.
 *
 * @param operations how many there were
 * @param conflicts how many of them snapd refused
 * @param overlaps how many began while another was at work on the same
 * @param failures how many failed otherwise
 * @param lostUpdates how many writes of the config file were overwritten by units that
 * had read it before
 */
record Summary(long operations, long conflicts, long overlaps, long failures, long lostUpdates) {

	/**
	 * Adds up reports.
	 * @param reports the reports
	 * @param config each unit's line of the config file, in which it counted its writes
	 * @return the summary
	 */
	static Summary of(List<Report> reports, Map<String, String> config) {
		long writes = reports.stream()
			.filter((report) -> report.operation() == Operation.CONFIGURE && report.outcome() == Outcome.DONE)
			.count();
		long writesLeft = config.values().stream().mapToLong(Long::parseLong).sum();
		return new Summary(reports.size(), count(reports, Outcome.CONFLICT),
				reports.stream().filter(Report::overlapped).count(), count(reports, Outcome.FAILED),
				writes - writesLeft);
	}

	private static long count(List<Report> reports, Outcome outcome) {
		return reports.stream().filter((report) -> report.outcome() == outcome).count();
	}

	boolean isClean() {
		return this.conflicts == 0 && this.overlaps == 0 && this.failures == 0 && this.lostUpdates == 0;
	}

	@Override
	public String toString() {
		return "%d operations: %d conflicts, %d overlaps, %d failures, %d lost config updates"
			.formatted(this.operations, this.conflicts, this.overlaps, this.failures, this.lostUpdates);
	}

}
