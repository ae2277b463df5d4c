package io.github.singletonsnap;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.singletonsnap.lock.GateMark;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.support.HoldingPeer;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * How the lock waits, whom it names, and what it says of the dead.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class LockEngineTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final Duration LONG = Duration.ofMinutes(2);

	@TempDir
	Path directory;

	private Path lockFile;

	private SingletonSnapManager manager;

	@BeforeEach
	void createManager() {
		this.lockFile = this.directory.resolve("LCK..otelcol");
		this.manager = SingletonSnapManager.builder("otelcol/0")
			.lockDir(this.directory)
			.holdWarning(Duration.ofMillis(50))
			.build();
	}

	@Test
	void aHundredRequestsThatTimeOutBlockOneNativeThread() throws Exception {
		try (Peer peer = Peer.flockHolding(this.lockFile)) {
			List<Waiting> requests = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				requests.add(Waiting.on(() -> assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ofMillis(300)))));
			}
			requests.get(0).untilBlockedIn(this.lockFile);
			for (Waiting request : requests) {
				assertThat(Waiting.blockedIn(this.lockFile)).isOne();
				request.join();
			}
			assertThat(Waiting.blockedIn(this.lockFile)).isOne();
		}
		this.manager.snapOperation("otelcol", LONG).close();
	}

	@Test
	void waitingIsMarkedInTheLockFileUntilTheNextRequestFindsNobodyThere() throws Exception {
		this.manager.snapOperation("otelcol").close();
		assertThat(GateMark.isSet(this.lockFile)).isFalse();
		try (Peer peer = Peer.flockHolding(this.lockFile)) {
			Waiting waiting = Waiting.on(() -> this.manager.snapOperation("otelcol", LONG).close());
			waiting.untilBlockedIn(this.lockFile);
			assertThat(GateMark.isSet(this.lockFile)).isTrue();
			peer.send("go");
			waiting.join();
		}
		assertThat(GateMark.isSet(this.lockFile)).isTrue();
		// The waiter gives the gate back last, and may still have it
		do {
			this.manager.snapOperation("otelcol", LONG).close();
		}
		while (GateMark.isSet(this.lockFile));
		assertThat(Files.readString(this.lockFile)).startsWith("-");
	}

	@Test
	void requestThatTriesOnceIsNotKeptOffByTheMarkOfADeadWaiter() throws Exception {
		this.manager.snapOperation("otelcol").close();
		GateMark.set(this.lockFile);
		this.manager.snapOperation("otelcol", Duration.ZERO).close();
		assertThat(GateMark.isSet(this.lockFile)).isFalse();
	}

	@Test
	void waiterThatIsStoppedAtTheGateDoesNotKeepOthersFromAFreeLock() throws Exception {
		try (Peer holder = Peer.flockHolding(this.lockFile);
				Peer stopped = Peer.java(HoldingPeer.class, "hold", this.directory)) {
			while (Waiting.blockedIn(this.lockFile) == 0) {
				Thread.onSpinWait();
			}
			Peer.start("kill", "-STOP", String.valueOf(stopped.pid())).waitFor();
			Waiting waiting = Waiting.on(() -> this.manager.snapOperation("otelcol", LONG).close());
			waiting.untilBlockedIn(this.directory.resolve("LCK..otelcol.gate"));
			holder.send("go");
			waiting.join();
			Peer.start("kill", "-CONT", String.valueOf(stopped.pid())).waitFor();
			stopped.expect("held");
		}
	}

	@Test
	void reentrantHoldSurvivesAnotherThreadsTimeout() throws Exception {
		SnapLock outer = this.manager.snapOperation("otelcol");
		Waiting
			.on(() -> assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.snapOperation("otelcol", SHORT)))
			.join();
		this.manager.snapOperation("otelcol", Duration.ZERO).close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isFalse();
		outer.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void tenThousandVirtualThreadsQueueWhileOthersMakeProgress() throws Exception {
		AtomicInteger sections = new AtomicInteger();
		CountDownLatch asked = new CountDownLatch(10_000);
		CountDownLatch done = new CountDownLatch(10_000);
		try (Peer peer = Peer.flockHolding(this.lockFile)) {
			for (int i = 0; i < 10_000; i++) {
				startVirtual(() -> {
					asked.countDown();
					try (SnapLock lock = this.manager.snapOperation("otelcol", LONG)) {
						sections.incrementAndGet();
					}
					done.countDown();
				});
			}
			assertThat(asked.await(2, TimeUnit.MINUTES)).isTrue();
			CountDownLatch other = new CountDownLatch(100);
			for (int i = 0; i < 100; i++) {
				startVirtual(other::countDown);
			}
			assertThat(other.await(2, TimeUnit.MINUTES)).isTrue();
			assertThat(sections).hasValue(0);
			peer.send("go");
			assertThat(done.await(2, TimeUnit.MINUTES)).isTrue();
		}
		assertThat(sections).hasValue(10_000);
	}

	// Compiled for Java 17, which has no virtual threads
	private static void startVirtual(Runnable body)
			throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
		Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
	}

	@Test
	void timeoutNamesFlockAndItsCommand() throws IOException {
		try (Peer peer = Peer.flockHolding(this.lockFile)) {
			LockProcess holder = holder();
			assertThat(holder.pid()).isEqualTo(peer.pid());
			assertThat(holder.program()).isEqualTo("flock");
			assertThat(holder.arguments()).startsWith(this.lockFile + " sh -c");
			assertThat(holder.unit()).isNull();
		}
	}

	@Test
	void timeoutNamesTheShellWhenFlockItselfHasExited() throws IOException {
		try (Peer peer = Peer.start("sh", "-c", "exec 9>'" + this.lockFile + "'; flock 9; echo held; read line; :")) {
			peer.expect("held");
			assertThat(holder().pid()).isEqualTo(peer.pid());
		}
	}

	@Test
	void timeoutNamesTheUnitAndWhatItDoes() throws IOException {
		try (Peer peer = Peer.java(HoldingPeer.class, "hold", this.directory)) {
			peer.expect("held");
			SnapLockTimeoutException ex = timeout();
			assertThat(ex).hasMessageContaining("It is held by unit unit_" + peer.pid() + " for test since ")
				.hasMessageContaining("pid " + peer.pid() + " (");
			assertThat(ex.getHolder().orElseThrow().since()).isNotNull();
		}
	}

	@Test
	void recordOfADeadUnitIsNotTakenForTheHolder() throws IOException {
		try (Peer dead = Peer.java(HoldingPeer.class, "hold", this.directory)) {
			dead.expect("held");
			dead.kill();
		}
		try (Peer peer = Peer.flockHolding(this.lockFile)) {
			assertThat(holder().pid()).isEqualTo(peer.pid());
			assertThat(holder().unit()).isNull();
		}
	}

	private LockProcess holder() {
		return timeout().getHolder().orElseThrow();
	}

	private SnapLockTimeoutException timeout() {
		return catchThrowableOfType(SnapLockTimeoutException.class, () -> this.manager.snapOperation("otelcol", SHORT));
	}

	@Test
	void whoeverDiedHoldingTheLockIsToldToTheNextHolderOnly(CapturedOutput output) throws IOException {
		try (Peer peer = Peer.java(HoldingPeer.class, "hold", this.directory)) {
			peer.expect("held");
			peer.kill();
			try (SnapLock lock = this.manager.snapOperation("otelcol")) {
				assertThat(lock.abandonedBy()).hasValueSatisfying((record) -> {
					assertThat(record.unit()).isEqualTo("unit_" + peer.pid());
					assertThat(record.pid()).isEqualTo(peer.pid());
					assertThat(record.operation()).isEqualTo("test");
				});
			}
			assertThat(output).containsOnlyOnce("The last holder of " + this.lockFile + " died in it: unit unit_"
					+ peer.pid() + " (pid " + peer.pid() + "), test since ");
		}
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			assertThat(lock.abandonedBy()).isEmpty();
		}
	}

	@Test
	void peerThatTruncatesTheFileWhileItWaitsDoesNoHarm() throws IOException {
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			assertThat(Files.readString(this.lockFile)).contains("* unit=otelcol_0 ");
			Files.newOutputStream(this.lockFile).close();
			assertThat(Peer.isFreeForPython(this.lockFile)).isFalse();
		}
		assertThat(Peer.isFreeForPython(this.lockFile)).isTrue();
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			assertThat(lock.abandonedBy()).isEmpty();
		}
	}

	@Test
	void whatAPeerWritesIntoTheFileIsNoRecord() throws IOException {
		Files.writeString(this.lockFile, "4711\n");
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			assertThat(lock.abandonedBy()).isEmpty();
		}
	}

	@Test
	void lockThatIsHeldForTooLongIsLoggedOnce(CapturedOutput output) {
		String warning = this.lockFile + " has been held for";
		try (SnapLock lock = this.manager.operation("slow work").snaps("otelcol").timeout(LONG).acquire()) {
			while (!output.getOut().contains(warning)) {
				Thread.onSpinWait();
			}
			assertThat(output).containsOnlyOnce(warning)
				.contains("for slow work by thread " + Thread.currentThread().getName())
				.contains("LockEngineTests.lockThatIsHeldForTooLongIsLoggedOnce");
		}
	}

	@Test
	void assertHeldPassesOnlyForTheThreadThatHolds() throws Exception {
		assertThatIllegalStateException().isThrownBy(() -> this.manager.assertHeld("otelcol"))
			.withMessageContaining("does not hold the lock of snap \"otelcol\": call this within snapOperation");
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			this.manager.assertHeld("otelcol");
			Waiting.on(() -> assertThatIllegalStateException().isThrownBy(() -> this.manager.assertHeld("otelcol")))
				.join();
		}
		assertThatIllegalStateException().isThrownBy(() -> this.manager.assertHeld("otelcol"));
	}

}
