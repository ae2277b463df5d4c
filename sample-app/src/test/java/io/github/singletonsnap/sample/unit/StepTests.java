package io.github.singletonsnap.sample.unit;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Step}.
 */
class StepTests {

	private static final Step STEP = new Step("otelcol/0", Operation.SET, Step.Kind.WAITS_FOR_SNAPD, Instant.EPOCH,
			"change 7 is in progress");

	@Test
	void lineReadsAsWhatWasWritten() {
		assertThat(Step.isStep(STEP.toLine())).isTrue();
		assertThat(Step.parse(STEP.toLine())).isEqualTo(STEP);
	}

	@Test
	void emptyDetailIsRead() {
		Step step = new Step("otelcol/0", Operation.SET, Step.Kind.BEGAN, Instant.EPOCH, "");
		assertThat(Step.parse(step.toLine())).isEqualTo(step);
	}

	@Test
	void detailOfManyLinesBecomesOne() {
		Step step = new Step("otelcol/0", Operation.SET, Step.Kind.PROGRESS, Instant.EPOCH, "first\n\tsecond");
		assertThat(Step.parse(step.toLine()).detail()).isEqualTo("first second");
	}

	@Test
	void reportIsNoStep() {
		assertThat(Step.isStep("report\totelcol/0")).isFalse();
	}

}
