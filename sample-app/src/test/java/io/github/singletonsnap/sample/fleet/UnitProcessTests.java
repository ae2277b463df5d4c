package io.github.singletonsnap.sample.fleet;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnitProcess}, with shell scripts as units.
 */
@Timeout(60)
class UnitProcessTests {

	private static final Report REPORT = new Report("otelcol/0", Operation.SET, Instant.EPOCH, Instant.EPOCH,
			Instant.EPOCH, false, Outcome.DONE, "option set");

	private final List<Report> reports = Collections.synchronizedList(new ArrayList<>());

	private final List<UnitProcess> started = new ArrayList<>();

	@AfterEach
	void tearDown() {
		this.started.forEach(UnitProcess::kill);
	}

	@Test
	void unitBeginsWhenTold() throws Exception {
		UnitProcess unit = start("echo ready; read line; echo '" + REPORT.toLine() + "'");
		unit.awaitReady(later());
		assertThat(this.reports).isEmpty();
		unit.begin();
		unit.awaitEnd(later());
		assertThat(this.reports).containsExactly(REPORT);
	}

	@Test
	void logIsShownOfUnitThatFails() throws Exception {
		UnitProcess unit = start("echo on output; echo on error >&2; exit 3");
		assertThatExceptionOfType(UnitFailedException.class).isThrownBy(() -> unit.awaitEnd(later()))
			.withMessage("otelcol/0 ended with exit code 3. Its log:\non output\non error");
	}

	@Test
	void unitThatDiesTooEarlyFails() throws Exception {
		UnitProcess unit = start("echo no access >&2; exit 1");
		assertThatExceptionOfType(UnitFailedException.class).isThrownBy(() -> unit.awaitReady(later()))
			.withMessage("otelcol/0 did not get ready in time. Its log:\nno access");
	}

	@Test
	void unitThatHangsBeforeItIsReadyFails() throws Exception {
		UnitProcess unit = start("read line");
		assertThatExceptionOfType(UnitFailedException.class).isThrownBy(() -> unit.awaitReady(Instant.now()))
			.withMessage("otelcol/0 did not get ready in time");
	}

	@Test
	void unitThatHangsFails() throws Exception {
		UnitProcess unit = start("echo ready; read line; read line");
		unit.awaitReady(later());
		unit.begin();
		assertThatExceptionOfType(UnitFailedException.class).isThrownBy(() -> unit.awaitEnd(Instant.now()))
			.withMessage("otelcol/0 was not done in time, and is killed now");
	}

	@Test
	void killedUnitEnds() throws Exception {
		UnitProcess unit = start("read line");
		unit.kill();
		assertThatExceptionOfType(UnitFailedException.class).isThrownBy(() -> unit.awaitEnd(later()))
			.withMessage("otelcol/0 ended with exit code 137");
	}

	private UnitProcess start(String script) throws IOException {
		UnitProcess unit = UnitProcess.start("otelcol/0", List.of("sh", "-c", script), this.reports::add);
		this.started.add(unit);
		return unit;
	}

	private static Instant later() {
		return Instant.now().plusSeconds(50);
	}

}
