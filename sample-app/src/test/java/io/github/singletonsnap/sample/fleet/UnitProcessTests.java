package io.github.singletonsnap.sample.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.github.singletonsnap.sample.unit.Operation;
import io.github.singletonsnap.sample.unit.Outcome;
import io.github.singletonsnap.sample.unit.Report;
import io.github.singletonsnap.sample.unit.Step;
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

	private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());

	private final List<String> ready = Collections.synchronizedList(new ArrayList<>());

	private final CompletableFuture<String> end = new CompletableFuture<>();

	private final UnitProcess.Listener listener = new UnitProcess.Listener() {

		@Override
		public void ready(UnitProcess process) {
			UnitProcessTests.this.ready.add(process.unit());
		}

		@Override
		public void stepped(Step step) {
			UnitProcessTests.this.steps.add(step);
		}

		@Override
		public void reported(Report report) {
			UnitProcessTests.this.reports.add(report);
		}

		@Override
		public void ended(UnitProcess process, String detail) {
			UnitProcessTests.this.end.complete(detail);
		}

	};

	private final List<UnitProcess> started = new ArrayList<>();

	@AfterEach
	void tearDown() {
		this.started.forEach(UnitProcess::kill);
	}

	@Test
	void unitBeginsWhenTold() throws Exception {
		UnitProcess unit = start("echo ready; read line; echo '" + REPORT.toLine() + "'");
		unit.awaitReady(later());
		assertThat(this.ready).containsExactly("otelcol/0");
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
	void stepsAreTold() throws Exception {
		UnitProcess unit = start(
				"printf 'step\\totelcol/0\\tSET\\tASKED\\t1970-01-01T00:00:00Z\\tCollectorSnap.set\\n'");
		unit.awaitEnd(later());
		assertThat(this.steps)
			.containsExactly(new Step("otelcol/0", Operation.SET, Step.Kind.ASKED, Instant.EPOCH, "CollectorSnap.set"));
	}

	@Test
	void endIsTold() throws Exception {
		start("exit 0");
		assertThat(this.end.get()).isEmpty();
	}

	@Test
	void endThatWasNotMeantIsExplained() throws Exception {
		start("echo no access >&2; exit 1");
		assertThat(this.end.get()).isEqualTo("exit code 1\nno access");
	}

	@Test
	void stoppedUnitGoesOnWhenContinued() throws Exception {
		UnitProcess unit = start("echo ready; read line; read line");
		unit.awaitReady(later());
		unit.signal("STOP");
		awaitState(unit, "T"::equals);
		unit.signal("CONT");
		awaitState(unit, (state) -> !state.equals("T"));
	}

	/**
	 * A signal that was sent has its effect only once the kernel lets its process run.
	 */
	private static void awaitState(UnitProcess unit, Predicate<String> expected) throws IOException {
		while (!expected.test(state(unit))) {
			Thread.onSpinWait();
		}
	}

	private static String state(UnitProcess unit) throws IOException {
		return Files.readString(Path.of("/proc/" + unit.pid() + "/stat")).split(" ", 4)[2];
	}

	@Test
	void killedUnitEnds() throws Exception {
		UnitProcess unit = start("read line");
		unit.kill();
		assertThatExceptionOfType(UnitFailedException.class).isThrownBy(() -> unit.awaitEnd(later()))
			.withMessage("otelcol/0 ended with exit code 137");
	}

	private UnitProcess start(String script) throws IOException {
		UnitProcess unit = UnitProcess.start("otelcol/0", List.of("sh", "-c", script), this.listener);
		this.started.add(unit);
		return unit;
	}

	private static Instant later() {
		return Instant.now().plusSeconds(50);
	}

}
