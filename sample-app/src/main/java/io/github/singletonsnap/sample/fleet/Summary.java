package io.github.singletonsnap.sample.fleet;

import java.util.Map;

import io.github.singletonsnap.sample.unit.Operation;
import io.github.singletonsnap.sample.unit.Outcome;
import io.github.singletonsnap.sample.unit.Report;

/**
 * What is left to say of all reports.
 *
 * @param operations how many there were
 * @param conflicts how many of them snapd refused
 * @param overlaps how many began while another was at work on the same
 * @param failures how many failed otherwise
 * @param configWrites how many wrote the config file
 * @param lostUpdates how many of these writes were overwritten by units that had read the
 * file before; known in the end
 */
record Summary(long operations, long conflicts, long overlaps, long failures, long configWrites, long lostUpdates) {

	static final Summary NONE = new Summary(0, 0, 0, 0, 0, 0);

	Summary plus(Report report) {
		boolean wrote = report.operation() == Operation.CONFIGURE && report.outcome() == Outcome.DONE;
		return new Summary(this.operations + 1, this.conflicts + one(report.outcome() == Outcome.CONFLICT),
				this.overlaps + one(report.overlapped()), this.failures + one(report.outcome() == Outcome.FAILED),
				this.configWrites + one(wrote), this.lostUpdates);
	}

	/**
	 * Compares with what is left of the writes.
	 * @param config each unit's line of the config file, in which it counted its writes
	 * @return the summary, with updates that were lost
	 */
	Summary compare(Map<String, String> config) {
		long left = config.values().stream().mapToLong(Long::parseLong).sum();
		// More than reported: a unit was killed after its write
		return new Summary(this.operations, this.conflicts, this.overlaps, this.failures, this.configWrites,
				Math.max(0, this.configWrites - left));
	}

	private static long one(boolean counts) {
		return counts ? 1 : 0;
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
