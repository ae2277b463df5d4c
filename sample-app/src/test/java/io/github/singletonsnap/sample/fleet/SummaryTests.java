package io.github.singletonsnap.sample.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Summary}.
 */
class SummaryTests {

	private static final Report DONE = report(Operation.SET, false, Outcome.DONE);

	@Test
	void summaryIsCleanIfAllWasDone() {
		Summary summary = Summary.of(List.of(DONE, DONE), Map.of());
		assertThat(summary.isClean()).isTrue();
		assertThat(summary).hasToString("2 operations: 0 conflicts, 0 overlaps, 0 failures, 0 lost config updates");
	}

	@Test
	void conflictsCount() {
		assertUnclean(Summary.of(List.of(DONE, report(Operation.SET, false, Outcome.CONFLICT)), Map.of()),
				new Summary(2, 1, 0, 0, 0));
	}

	@Test
	void overlapsCount() {
		assertUnclean(Summary.of(List.of(DONE, report(Operation.SET, true, Outcome.DONE)), Map.of()),
				new Summary(2, 0, 1, 0, 0));
	}

	@Test
	void failuresCount() {
		assertUnclean(Summary.of(List.of(DONE, report(Operation.SET, false, Outcome.FAILED)), Map.of()),
				new Summary(2, 0, 0, 1, 0));
	}

	@Test
	void writesThatConfigFileDoesNotShowAreLost() {
		Report write = report(Operation.CONFIGURE, false, Outcome.DONE);
		assertUnclean(Summary.of(List.of(write, write, write), Map.of("otelcol/0", "2")), new Summary(3, 0, 0, 0, 1));
	}

	@Test
	void writesThatFailedAreNotLost() {
		Summary summary = Summary.of(List.of(report(Operation.CONFIGURE, false, Outcome.FAILED)), Map.of());
		assertThat(summary.lostUpdates()).isZero();
	}

	private static void assertUnclean(Summary actual, Summary expected) {
		assertThat(actual).isEqualTo(expected);
		assertThat(actual.isClean()).isFalse();
	}

	private static Report report(Operation operation, boolean overlapped, Outcome outcome) {
		return new Report("otelcol/0", operation, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, overlapped, outcome, "");
	}

}
