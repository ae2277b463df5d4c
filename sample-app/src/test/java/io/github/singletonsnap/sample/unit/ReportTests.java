package io.github.singletonsnap.sample.unit;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Report}.
 */
class ReportTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void lineReadsAsWhatWasWritten() {
		Report report = new Report("otelcol/0", Operation.SET, at(1), at(2), at(4), true, Outcome.CONFLICT,
				"snap \"otelcol\" has \"configure-snap\" change in progress");
		assertThat(Report.isReport(report.toLine())).isTrue();
		assertThat(Report.parse(report.toLine())).isEqualTo(report);
	}

	@Test
	void detailOfManyLinesBecomesOne() {
		Report report = new Report("otelcol/0", Operation.SET, at(1), at(2), at(4), false, Outcome.FAILED,
				"first\n\tsecond");
		assertThat(report.toLine()).doesNotContain("\n");
		assertThat(Report.parse(report.toLine()).detail()).isEqualTo("first second");
	}

	@Test
	void emptyDetailIsRead() {
		Report report = new Report("otelcol/0", Operation.SET, at(1), at(2), at(4), false, Outcome.FAILED, "");
		assertThat(Report.parse(report.toLine())).isEqualTo(report);
	}

	@Test
	void otherLinesAreNotReports() {
		assertThat(Report.isReport("WARN  a report")).isFalse();
	}

	@Test
	void waitedFromAskingToBeginning() {
		assertThat(report(Operation.SET, 1, 3, 6).waited()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void heldFromBeginningToEnd() {
		assertThat(report(Operation.SET, 1, 3, 6).held()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void whoWorkedWhileAnotherWaitedWasAhead() {
		assertThat(report(Operation.SET, 0, 0, 2).wasAheadOf(report(Operation.REFRESH, 1, 2, 3))).isTrue();
	}

	@Test
	void whoWasDoneBeforeAnotherAskedWasNotAhead() {
		assertThat(report(Operation.SET, 0, 0, 1).wasAheadOf(report(Operation.REFRESH, 1, 1, 3))).isFalse();
	}

	@Test
	void whoCameLaterWasNotAhead() {
		assertThat(report(Operation.SET, 0, 3, 4).wasAheadOf(report(Operation.REFRESH, 1, 2, 3))).isFalse();
	}

	@Test
	void whoWorkedOnSomethingElseWasNotAhead() {
		assertThat(report(Operation.CONFIGURE, 0, 0, 2).wasAheadOf(report(Operation.SET, 1, 2, 3))).isFalse();
	}

	private static Report report(Operation operation, int asked, int began, int ended) {
		return new Report("otelcol/0", operation, at(asked), at(began), at(ended), false, Outcome.DONE, "done");
	}

	private static Instant at(int second) {
		return START.plusSeconds(second);
	}

}
