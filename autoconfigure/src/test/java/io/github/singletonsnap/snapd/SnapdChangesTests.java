package io.github.singletonsnap.snapd;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockInterruptedException;
import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.state.SnapChange;
import io.github.singletonsnap.support.FakeSnapd;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Operations on snaps wait for snapd, under their lock and within their timeout.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(OutputCaptureExtension.class)
class SnapdChangesTests {

	@TempDir
	Path directory;

	private Path socket;

	private SingletonSnapManager manager;

	@BeforeEach
	void build() {
		this.socket = this.directory.resolve("snapd.socket");
		this.manager = SingletonSnapManager.builder("otelcol/0")
			.lockDir(this.directory.resolve("locks"))
			.snapChanges(new SnapdChanges(this.socket))
			.build();
	}

	private Path lockFile() {
		return this.directory.resolve("locks/LCK..otelcol");
	}

	@Test
	void operationRunsAtOnceWhenSnapdHasNothingToDo() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket); SnapLock lock = this.manager.snapOperation("otelcol")) {
			assertThat(snapd.questions()).containsExactly("/v2/snaps/system/conf?keys=seed.loaded",
					"/v2/changes?select=in-progress&for=otelcol");
		}
	}

	@Test
	void operationBeginsWhenTheChangeHasEndedAndHoldsTheLockMeanwhile() throws Exception {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			CompletableFuture<Void> operation = CompletableFuture
				.runAsync(() -> this.manager.snapOperation("otelcol").close());
			await().until(() -> snapd.questions().size() > 3);
			assertThat(operation).isNotDone();
			assertThat(Peer.isFreeForFlock(lockFile())).isFalse();
			snapd.done();
			operation.get(30, TimeUnit.SECONDS);
			assertThat(Peer.isFreeForFlock(lockFile())).isTrue();
		}
	}

	@Test
	void changeIsNamedWhenTimeIsUpAndTheLockIsFree() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ofMillis(200)))
				.withMessageContaining("snap \"otelcol\"")
				.withMessageContaining(
						"within 200ms: change 7 (install-snap: Install \"otelcol\" snap from file \"a\ufffd0ab\")"
								+ " since 2026-11-25T09:00:00.500Z is in progress")
				.satisfies((ex) -> assertThat(ex.getHolder()).isEmpty())
				.satisfies((ex) -> assertThat(ex.getWaited()).isGreaterThanOrEqualTo(Duration.ofMillis(200)));
			assertThat(Peer.isFreeForFlock(lockFile())).isTrue();
			assertThat(snapd.questions()).hasSizeGreaterThan(2);
		}
	}

	@Test
	void zeroAsksOnce() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ZERO))
				.withMessageContaining("at once: change 7");
			assertThat(snapd.questions()).hasSize(2);
		}
	}

	@Test
	void everyWayToASnapOperationAsks() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(
					() -> this.manager.operation("x").snaps("other", "otelcol").timeout(Duration.ZERO).acquire());
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.removeIfUnused("otelcol", Duration.ZERO, () -> {
				}));
			assertThat(Peer.isFreeForFlock(this.directory.resolve("locks/LCK..other"))).isTrue();
		}
	}

	@Test
	void changeOfAnotherSnapIsNotWaitedFor() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			this.manager.snapOperation("other", Duration.ZERO).close();
			assertThat(snapd.questions()).contains("/v2/changes?select=in-progress&for=other");
		}
	}

	@Test
	void threadThatHoldsTheLockDoesNotAskAgain() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket); SnapLock lock = this.manager.snapOperation("otelcol")) {
			snapd.busyWith(FakeSnapd.CHANGE);
			this.manager.snapOperation("otelcol", Duration.ZERO).close();
			assertThat(snapd.questions()).hasSize(2);
		}
	}

	@Test
	void configFilesDoNotConcernSnapd() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			this.manager.configOperation(Path.of("/etc/otel.yaml"), Duration.ZERO).close();
			assertThat(snapd.questions()).isEmpty();
		}
	}

	@Test
	void snapdThatIsNotSeededIsWaitedForAndThenNotAskedAgain() throws Exception {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).unseeded()) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ZERO))
				.withMessageContaining("snapd is not seeded yet");
			snapd.seed();
			this.manager.snapOperation("otelcol").close();
			snapd.questions().clear();
			this.manager.snapOperation("otelcol").close();
			assertThat(snapd.questions()).containsExactly("/v2/changes?select=in-progress&for=otelcol");
		}
	}

	@Test
	void snapdThatIsGoneForAMomentIsWaitedFor() throws Exception {
		assertThatExceptionOfType(SnapLockTimeoutException.class)
			.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ZERO))
			.withMessageContaining("snapd does not answer on " + this.socket);
		CompletableFuture<Void> operation = CompletableFuture
			.runAsync(() -> this.manager.snapOperation("otelcol").close());
		await().until(() -> !Peer.isFreeForFlock(lockFile()));
		try (FakeSnapd snapd = new FakeSnapd(this.socket)) {
			operation.get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void snapdThatIsStoppedDoesNotKeepTheCallerLongerThanASecondPastItsTime() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).silent()) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ofMillis(100)))
				.withMessageContaining("no answer in time");
			assertThat(snapd.questions()).hasSize(1);
		}
	}

	@Test
	void userWhoMayNotAskIsWarnedOnceAndGoesOn(CapturedOutput output) throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).answering(401)) {
			this.manager.snapOperation("otelcol", Duration.ZERO).close();
			this.manager.snapOperation("otelcol", Duration.ZERO).close();
			assertThat(output.getAll()).containsOnlyOnce("changes of snaps in progress")
				.containsOnlyOnce("whether snapd is seeded")
				.contains("singleton-snap.snapd.await-changes=never");
		}
	}

	@Test
	void waitInVainPassesOnWhatWasLeftHalfDone() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket)) {
			this.manager.operation("install").snaps("otelcol").acquire().abandon();
			snapd.busyWith(FakeSnapd.CHANGE);
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ZERO));
			snapd.done();
			try (SnapLock lock = this.manager.snapOperation("otelcol", Duration.ZERO)) {
				assertThat(lock.abandonedBy())
					.hasValueSatisfying((process) -> assertThat(process.operation()).isEqualTo("install"));
			}
		}
	}

	@Test
	void interruptEndsTheWaitAndIsRestored() throws Exception {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			CompletableFuture<Boolean> restored = new CompletableFuture<>();
			Thread thread = new Thread(() -> {
				try {
					this.manager.snapOperation("otelcol");
				}
				catch (SnapLockInterruptedException ex) {
					restored.complete(Thread.currentThread().isInterrupted());
				}
			});
			thread.start();
			await().until(() -> snapd.questions().size() > 2);
			thread.interrupt();
			assertThat(restored.get(30, TimeUnit.SECONDS)).isTrue();
			assertThat(Peer.isFreeForFlock(lockFile())).isTrue();
		}
	}

	@Test
	void listenersAreToldOfTheWaitAndNotOfARelease() throws IOException {
		List<String> told = new ArrayList<>();
		SingletonSnapManager watched = SingletonSnapManager.builder("otelcol/0")
			.lockDir(this.directory.resolve("locks"))
			.snapChanges(new SnapdChanges(this.socket))
			.listener((request) -> new Progress() {

				@Override
				public void waitsForSnapd(String inTheWay) {
					told.add(inTheWay);
				}

				@Override
				public void failed(Throwable reason) {
					told.add("failed");
				}

				@Override
				public void released() {
					told.add("released");
				}

			})
			.build();
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> watched.snapOperation("otelcol", Duration.ofMillis(100)));
			assertThat(told).hasSize(2);
			assertThat(told.get(0)).startsWith("change 7");
			assertThat(told.get(1)).isEqualTo("failed");
		}
	}

	@Test
	void inspectionListsChangesInProgress() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			assertThat(this.manager.inspectSnap("otelcol").changes()).containsExactly(
					new SnapChange("7", "install-snap", "Install \"otelcol\" snap from file \"a\ufffd0ab\"",
							Instant.parse("2026-11-25T09:00:00.500Z")));
			assertThat(this.manager.inspectSnap("other").changes()).isEmpty();
		}
		assertThat(this.manager.inspectSnap("otelcol").changes()).isEmpty();
	}

}
