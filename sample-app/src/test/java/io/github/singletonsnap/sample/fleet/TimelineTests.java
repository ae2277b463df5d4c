package io.github.singletonsnap.sample.fleet;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.github.singletonsnap.sample.unit.Operation;
import io.github.singletonsnap.sample.unit.Outcome;
import io.github.singletonsnap.sample.unit.Report;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Timeline}.
 */
class TimelineTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final Timeline timeline = new Timeline(new PrintStream(this.bytes, true, StandardCharsets.UTF_8));

	private final Instant start = Instant.now();

	@Test
	void beginsWithHeader() {
		this.timeline.begin();
		assertThat(lines()).singleElement()
			.asString()
			.containsPattern("^ +at +unit +operation +waited +held +outcome +waited for$");
	}

	@Test
	void showsWhatWasDone() {
		this.timeline.add(report("otelcol/0", 0, 0, 20, false, Outcome.DONE, "option set"));
		assertThat(lines()).singleElement().asString().containsPattern("s  otelcol/0 +set +- +20ms  option set$");
	}

	@Test
	void showsWhoWasWaitedFor() {
		this.timeline.add(report("otelcol/0", 0, 0, 20, false, Outcome.DONE, "option set"));
		this.timeline.add(report("otelcol/1", 0, 20, 30, false, Outcome.DONE, "option set"));
		this.timeline.add(report("otelcol/0", 21, 30, 40, false, Outcome.DONE, "option set"));
		this.timeline.add(report("otelcol/2", 0, 40, 50, false, Outcome.DONE, "option set"));
		assertThat(lines().get(3)).containsPattern("otelcol/2 +set +40ms +10ms  option set +otelcol/0,1$");
	}

	@Test
	void showsNoWaitForNobody() {
		this.timeline.add(report("otelcol/0", 0, 30, 50, false, Outcome.DONE, "option set"));
		assertThat(lines()).singleElement().asString().containsPattern(" set +- +20ms  option set$");
	}

	@Test
	void showsWaitInVain() {
		this.timeline.add(report("otelcol/0", 0, 30, 30, false, Outcome.FAILED, "timeout"));
		assertThat(lines()).singleElement().asString().containsPattern(" set +30ms +-  FAILED: timeout$");
	}

	@Test
	void fitsIntoTerminal() {
		for (int i = 0; i < 8; i++) {
			this.timeline.add(report("otelcol/" + i, 0, i * 10, i * 10 + 10, true, Outcome.DONE, "left, snap removed"));
		}
		this.timeline.add(report("otelcol/0", 0, 0, 20, true, Outcome.CONFLICT,
				"snap \"otelcol\" has \"configure-snap\" change in progress"));
		assertThat(lines()).allMatch((line) -> line.length() <= 80);
		assertThat(String.join(" ", lines()).replaceAll(" +", " ")).contains("otelcol/0,1,2,3,4,5,6")
			.contains("OVERLAP, CONFLICT: snap \"otelcol\" has \"configure-snap\" change in progress");
	}

	@Test
	void showsConflict() {
		this.timeline.add(report("otelcol/0", 0, 0, 20, false, Outcome.CONFLICT, "change in progress"));
		assertThat(lines()).singleElement().asString().endsWith("  CONFLICT: change in progress");
	}

	@Test
	void showsOverlap() {
		this.timeline.add(report("otelcol/0", 0, 0, 20, true, Outcome.DONE, "option set"));
		assertThat(lines()).singleElement().asString().endsWith("  OVERLAP, option set");
	}

	private List<String> lines() {
		return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
	}

	private Report report(String unit, int asked, int began, int ended, boolean overlapped, Outcome outcome,
			String detail) {
		return new Report(unit, Operation.SET, this.start.plusMillis(asked), this.start.plusMillis(began),
				this.start.plusMillis(ended), overlapped, outcome, detail);
	}

}
