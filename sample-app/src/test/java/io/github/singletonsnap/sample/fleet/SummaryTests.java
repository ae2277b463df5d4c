package io.github.singletonsnap.sample.fleet;

import java.time.Instant;
import java.util.Map;

import io.github.singletonsnap.sample.unit.Operation;
import io.github.singletonsnap.sample.unit.Outcome;
import io.github.singletonsnap.sample.unit.Report;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Summary}.
 */
class SummaryTests {

	private static final Report DONE = report(Operation.SET, false, Outcome.DONE);

	@Test
	void summaryIsCleanIfAllWasDone() {
		Summary summary = summary(DONE, DONE);
		assertThat(summary.isClean()).isTrue();
		assertThat(summary).hasToString("2 operations: 0 conflicts, 0 overlaps, 0 failures, 0 lost config updates");
	}

	@Test
	void conflictsCount() {
		assertUnclean(summary(DONE, report(Operation.SET, false, Outcome.CONFLICT)), new Summary(2, 1, 0, 0, 0, 0));
	}

	@Test
	void overlapsCount() {
		assertUnclean(summary(DONE, report(Operation.SET, true, Outcome.DONE)), new Summary(2, 0, 1, 0, 0, 0));
	}

	@Test
	void failuresCount() {
		assertUnclean(summary(DONE, report(Operation.SET, false, Outcome.FAILED)), new Summary(2, 0, 0, 1, 0, 0));
	}

	@Test
	void writesThatConfigFileDoesNotShowAreLost() {
		Report write = report(Operation.CONFIGURE, false, Outcome.DONE);
		assertUnclean(summary(write, write, write).compare(Map.of("otelcol/0", "2")), new Summary(3, 0, 0, 0, 3, 1));
	}

	@Test
	void writesThatFailedAreNotLost() {
		assertThat(summary(report(Operation.CONFIGURE, false, Outcome.FAILED)).compare(Map.of()).lostUpdates())
			.isZero();
	}

	@Test
	void writeOfUnitThatWasKilledBeforeItsReportIsNotLost() {
		assertThat(summary(DONE).compare(Map.of("otelcol/0", "1")).isClean()).isTrue();
	}

	private static Summary summary(Report... reports) {
		Summary summary = Summary.NONE;
		for (Report report : reports) {
			summary = summary.plus(report);
		}
		return summary;
	}

	private static void assertUnclean(Summary actual, Summary expected) {
		assertThat(actual).isEqualTo(expected);
		assertThat(actual.isClean()).isFalse();
	}

	private static Report report(Operation operation, boolean overlapped, Outcome outcome) {
		return new Report("otelcol/0", operation, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, overlapped, outcome, "");
	}

}
