package io.github.singletonsnap.rollout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.singletonsnap.rollout.MachinePermits.Asker;
import io.github.singletonsnap.state.PermitState;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class MachinePermitsTests {

	private static final String GROUP = "collector";

	private static final Duration LONG = Duration.ofMinutes(1);

	private final JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");

	private final FlakyStore store = new FlakyStore(
			new JdbcPermitStore(this.pool, RolloutSchema.EMBEDDED, (group) -> 1));

	private final TurnsInMemory turns = new TurnsInMemory();

	@TempDir
	Path directory;

	private boolean releasesOnFailure;

	private MachinePermits permits;

	@BeforeEach
	void start() {
		this.permits = machine("a", this.turns);
	}

	@AfterEach
	void stop() {
		this.permits.close();
		this.pool.dispose();
	}

	private MachinePermits machine(String name, MachineGate gate) {
		return new MachinePermits(new Asker(name, "otelcol_0"), this.store, gate,
				(group) -> new RolloutSettings(Duration.ZERO, this.releasesOnFailure), this.directory,
				(task) -> new Thread(task).start(), () -> new Pace(Duration.ofMillis(1), Duration.ofMillis(2)));
	}

	private String holder() {
		List<PermitState> permits = this.store.read().get(0).permits();
		assertThat(permits).hasSize(1);
		return permits.get(0).machine();
	}

	private void awaitHolder(String machine) {
		while (!Objects.equals(holder(), machine)) {
			Thread.onSpinWait();
		}
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	@Test
	void permitIsFreeWhenItIsClosed() {
		HeldPermit permit = this.permits.acquire(GROUP);
		assertThat(holder()).isEqualTo("a");
		permit.close();
		assertThat(holder()).isNull();
		assertThat(this.turns.isFree(GROUP)).isTrue();
	}

	@Test
	void permitIsKeptAfterFailure(CapturedOutput output) {
		this.permits.acquire(GROUP).closeAfterFailure();
		assertThat(holder()).isEqualTo("a");
		assertThat(output).contains("This machine, a, keeps its permit of rollout \"collector\"");
		assertThat(this.turns.isFree(GROUP)).isTrue();
	}

	@Test
	void permitIsFreeAfterFailureWhereTheGroupSaysSo() {
		this.releasesOnFailure = true;
		this.permits.acquire(GROUP).closeAfterFailure();
		assertThat(holder()).isNull();
	}

	@Test
	void unusedPermitIsFree() {
		this.permits.acquire(GROUP).closeUnused();
		assertThat(holder()).isNull();
	}

	@Test
	void unusedPermitThatWasKeptBeforeIsStillKept() {
		this.permits.acquire(GROUP).closeAfterFailure();
		this.permits.acquire(GROUP).closeUnused();
		assertThat(holder()).isEqualTo("a");
	}

	@Test
	void machineThatFailedEndsItByTheSamePermit() {
		this.permits.acquire(GROUP).closeAfterFailure();
		this.permits.acquire(GROUP).close();
		assertThat(holder()).isNull();
	}

	@Test
	void onlyTheFirstWayToCloseCounts() {
		HeldPermit permit = this.permits.acquire(GROUP);
		permit.closeAfterFailure();
		permit.close();
		assertThat(holder()).isEqualTo("a");
		assertThat(this.turns.isFree(GROUP)).as("only once").isTrue();
	}

	@Test
	void otherMachineIsToldWhoIsAtWork() {
		this.permits.acquire(GROUP);
		MachinePermits other = machine("b", new TurnsInMemory());
		assertThatExceptionOfType(RolloutPermitTimeoutException.class).isThrownBy(() -> other.acquire(GROUP))
			.withMessageContaining("\"collector\" for machine \"b\"")
			.withMessageContaining("a (unit otelcol_0, since 2")
			.withMessageContaining("stands still")
			.satisfies((ex) -> assertThat(ex.getHolders()).extracting(PermitState::machine).containsExactly("a"));
		assertThat(holder()).isEqualTo("a");
	}

	@Test
	void otherMachineWaits() throws Exception {
		HeldPermit permit = this.permits.acquire(GROUP);
		MachinePermits other = machine("b", new TurnsInMemory());
		CompletableFuture<HeldPermit> waiting = CompletableFuture.supplyAsync(() -> other.acquire(GROUP, LONG));
		int asked = this.store.asked.get();
		while (this.store.asked.get() < asked + 3) {
			Thread.onSpinWait();
		}
		assertThat(waiting).isNotDone();
		permit.close();
		waiting.get(1, TimeUnit.MINUTES).close();
	}

	@Test
	void threadThatHasThePermitGetsItAgain() {
		HeldPermit outer = this.permits.acquire(GROUP);
		HeldPermit inner = this.permits.acquire(GROUP);
		inner.close();
		assertThat(holder()).isEqualTo("a");
		outer.close();
		assertThat(holder()).isNull();
	}

	@Test
	void permitIsHeldUntilTheLastHoldIsClosedInAnyOrder() {
		HeldPermit outer = this.permits.acquire(GROUP);
		HeldPermit inner = this.permits.acquire(GROUP);
		outer.close();
		assertThat(holder()).isEqualTo("a");
		assertThat(this.turns.isFree(GROUP)).isFalse();
		inner.close();
		assertThat(holder()).isNull();
	}

	@Test
	void secondThreadOfAMachineWaitsForItsTurn() {
		this.permits.acquire(GROUP);
		CompletableFuture<?> other = CompletableFuture.runAsync(() -> this.permits.acquire(GROUP, Duration.ZERO));
		assertThat(other).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.withCauseInstanceOf(RolloutPermitTimeoutException.class);
	}

	@Test
	void threadWaitsForItsTurnOnceItsHoldIsDetached() {
		HeldPermit permit = this.permits.acquire(GROUP);
		permit.detach();
		assertThatExceptionOfType(RolloutPermitTimeoutException.class)
			.isThrownBy(() -> this.permits.acquire(GROUP, Duration.ZERO));
		permit.close();
		awaitHolder(null);
	}

	@Test
	void nothingIsGivenWithoutAnAnswer() {
		this.store.deafFor.set(Integer.MAX_VALUE);
		assertThatExceptionOfType(RolloutPermitException.class).isThrownBy(() -> this.permits.acquire(GROUP))
			.withMessageContaining("the database does not answer")
			.withMessageContaining("connection refused")
			.isNotInstanceOf(RolloutPermitTimeoutException.class);
		assertThat(this.turns.isFree(GROUP)).isTrue();
	}

	@Test
	void databaseThatIsAwayForAWhileIsAskedAgain() {
		this.store.deafFor.set(3);
		this.permits.acquire(GROUP, LONG).close();
		assertThat(this.store.asked).hasValue(4);
	}

	@Test
	void lostAnswerIsFoundOutByAskingAgain() {
		this.store.losesAnswers.set(2);
		this.permits.acquire(GROUP, LONG).closeUnused();
		assertThat(holder()).as("it was new").isNull();
	}

	@Test
	void permitOfAnAnswerThatIsLostForGoodIsGivenBack() {
		this.store.losesAnswers.set(1);
		assertThatExceptionOfType(RolloutPermitException.class).isThrownBy(() -> this.permits.acquire(GROUP));
		awaitHolder(null);
	}

	@Test
	void permitThatWasKeptIsStillKeptWhenTheAnswerIsLost() {
		this.permits.acquire(GROUP).closeAfterFailure();
		this.store.losesAnswers.set(1);
		assertThatExceptionOfType(RolloutPermitException.class).isThrownBy(() -> this.permits.acquire(GROUP));
		assertThat(holder()).isEqualTo("a");
	}

	@Test
	void interruptedThreadGetsNothingAndAnAnswerThatComesLateIsGivenBack() throws Exception {
		assertThat(isInterruptedBeforeTheAnswer()).isTrue();
		assertThat(holder()).isEqualTo("a");
		this.store.answersAfter.countDown();
		awaitHolder(null);
	}

	@Test
	void permitOfALateAnswerThatIsLostIsGivenBack() throws Exception {
		this.store.losesAnswers.set(1);
		isInterruptedBeforeTheAnswer();
		this.store.answersAfter.countDown();
		awaitHolder(null);
	}

	private boolean isInterruptedBeforeTheAnswer() throws Exception {
		this.store.answersAfter = new CountDownLatch(1);
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				this.permits.acquire(GROUP, LONG);
			}
			catch (RolloutPermitInterruptedException ex) {
				flag.complete(Thread.currentThread().isInterrupted());
			}
		});
		thread.start();
		while (this.store.asked.get() == 0 || this.store.read().isEmpty() || holder() == null) {
			Thread.onSpinWait();
		}
		thread.interrupt();
		return flag.get(1, TimeUnit.MINUTES);
	}

	@Test
	void releaseIsTriedAgainUntilItIsWritten(CapturedOutput output) throws Exception {
		HeldPermit permit = this.permits.acquire(GROUP);
		this.store.refusesReleases.set(1);
		permit.close();
		assertThat(output).contains("Cannot give back permit 1 of rollout \"collector\" yet");
		awaitHolder(null);
		while (!files().isEmpty()) {
			Thread.onSpinWait();
		}
	}

	@Test
	void nextStartReleasesWhatThisProcessCouldNot() throws Exception {
		HeldPermit permit = this.permits.acquire(GROUP);
		this.store.refusesReleases.set(Integer.MAX_VALUE);
		permit.close();
		this.permits.close();
		assertThat(files()).containsExactly("rollout..collector.ended-1-1");
		assertThat(holder()).isEqualTo("a");
		this.store.refusesReleases.set(0);
		try (MachinePermits next = machine("a", this.turns)) {
			awaitHolder(null);
			while (!files().isEmpty()) {
				Thread.onSpinWait();
			}
		}
	}

	@Test
	void lateReleaseDoesNotEndWhatTheMachineHasAnew() throws Exception {
		HeldPermit permit = this.permits.acquire(GROUP);
		this.store.refusesReleases.set(1);
		permit.close();
		HeldPermit anew = this.permits.acquire(GROUP);
		while (!files().isEmpty()) {
			Thread.onSpinWait();
		}
		assertThat(holder()).isEqualTo("a");
		anew.close();
		assertThat(holder()).isNull();
	}

	@Test
	void bodyThatRunsNeedsNoDatabase() {
		HeldPermit permit = this.permits.acquire(GROUP);
		this.store.refusesReleases.set(Integer.MAX_VALUE);
		permit.close();
		assertThat(this.turns.isFree(GROUP)).isTrue();
	}

	@Test
	void operatorForgetsAnotherMachine() {
		this.permits.acquire(GROUP);
		assertThat(machine("b", new TurnsInMemory()).forget(GROUP, "a")).isTrue();
		assertThat(holder()).isNull();
	}

	@Test
	void machineAtWorkDoesNotForgetItself() {
		this.permits.acquire(GROUP);
		assertThatExceptionOfType(RolloutPermitTimeoutException.class)
			.isThrownBy(() -> this.permits.forget(GROUP, "a"));
		assertThat(holder()).isEqualTo("a");
	}

	@Test
	void machineForgetsWhatItKept() {
		this.permits.acquire(GROUP).closeAfterFailure();
		assertThat(this.permits.forget(GROUP, "a")).isTrue();
		assertThat(holder()).isNull();
	}

	@Test
	void badValuesAreRefusedBeforeAnythingIsTouched() {
		for (String group : List.of("", "a.b", "a/b", "ä", "a\nb", "x".repeat(65))) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.permits.acquire(group, LONG))
				.withMessageContaining("1 to 64 ASCII letters");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.permits.acquire(GROUP, Duration.ofNanos(-1)));
		assertThat(this.store.asked).hasValue(0);
	}

}
