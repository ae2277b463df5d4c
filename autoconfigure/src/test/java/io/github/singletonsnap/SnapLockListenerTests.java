package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.singletonsnap.SnapLockListener.Outcome;
import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;
import io.github.singletonsnap.support.HoldingPeer;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What observers and the log are told of each request, and that none of them gets in the
 * way.
 */
@ExtendWith(OutputCaptureExtension.class)
class SnapLockListenerTests {

	@TempDir
	Path directory;

	private final List<String> told = new CopyOnWriteArrayList<>();

	private SingletonSnapManager manager(SnapLockListener... observers) {
		SingletonSnapManagerBuilder builder = SingletonSnapManager.builder("otelcol/0").lockDir(this.directory);
		for (SnapLockListener observer : observers) {
			builder.listener(observer);
		}
		return builder.build();
	}

	@Test
	void requestIsToldFromTheWaitToTheRelease() {
		SingletonSnapManager manager = manager(new Recorder());
		try (SnapLock lock = manager.operation("install").snaps("otelcol").timeout(Duration.ZERO).acquire()) {
			assertThat(this.told).containsExactly("requested snap otelcol LCK..otelcol install otelcol_0", "acquired");
		}
		assertThat(this.told).endsWith("released");
		this.told.clear();
		manager.operation("write").config(Path.of("/etc/otel.yaml")).timeout(Duration.ZERO).acquire().close();
		assertThat(this.told).containsExactly(
				"requested config /etc/otel.yaml LCK..config__etc_otel_yaml write otelcol_0", "acquired", "released");
	}

	@Test
	void reentrantHoldIsNotToldAndReleaseIsThatOfTheLastHold() throws Exception {
		SingletonSnapManager manager = manager(new Recorder());
		SnapLock outer = manager.snapOperation("otelcol");
		SnapLock inner = manager.snapOperation("otelcol");
		outer.close();
		assertThat(this.told).hasSize(2);
		Waiting.on(inner::close).join();
		assertThat(this.told).hasSize(3).endsWith("released");
		inner.close();
		assertThat(this.told).hasSize(3);
	}

	@Test
	void lockIsFreeWhenItsReleaseIsTold() {
		SingletonSnapManager manager = manager((request) -> new Progress() {

			@Override
			public void released() {
				try {
					SnapLockListenerTests.this.told.add("free: " + Peer.isFreeForFlock(request.lockFile()));
				}
				catch (IOException ex) {
					SnapLockListenerTests.this.told.add(ex.toString());
				}
			}

		});
		manager.snapOperation("otelcol").close();
		assertThat(this.told).containsExactly("free: true");
	}

	@Test
	void failuresAreTold() throws Exception {
		SingletonSnapManager manager = manager(new Recorder());
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> manager.snapOperation("otelcol", Duration.ZERO));
			assertThat(this.told).last().isEqualTo("failed SnapLockTimeoutException timeout");
			Waiting.on(() -> {
				Thread.currentThread().interrupt();
				assertThatExceptionOfType(SnapLockInterruptedException.class)
					.isThrownBy(() -> manager.snapOperation("otelcol"));
			}).join();
			assertThat(this.told).last().isEqualTo("failed SnapLockInterruptedException interrupted");
		}
		Files.createDirectory(this.directory.resolve("LCK..other"));
		assertThatExceptionOfType(SnapLockException.class).isThrownBy(() -> manager.snapOperation("other"));
		assertThat(this.told).last().isEqualTo("failed SnapLockException failed").isNotEqualTo("released");
		assertThat(this.told).hasSize(6).doesNotContain("acquired", "released");
	}

	@Test
	void abandonedOperationIsTold() throws IOException {
		try (Peer dead = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held")) {
			dead.kill();
			manager(new Recorder()).snapOperation("otelcol").close();
			assertThat(this.told).contains("acquired after unit_" + dead.pid() + " died in test");
		}
	}

	@Test
	void skippedRemovalIsToldWithTheUnitsThatUseTheSnap() {
		SingletonSnapManager manager = manager(new Recorder());
		manager().register("otelcol");
		SingletonSnapManager other = SingletonSnapManager.builder("b").lockDir(this.directory).build();
		other.register("otelcol");
		assertThat(manager.removeIfUnused("otelcol", () -> this.told.add("removed"))).isFalse();
		assertThat(this.told).endsWith("removal of otelcol skipped for [b]", "released");
		this.told.clear();
		other.unregister("otelcol");
		assertThat(manager.removeIfUnused("otelcol", () -> this.told.add("removed"))).isTrue();
		assertThat(this.told).contains("removed").endsWith("released");
	}

	@Test
	void observerThatThrowsIsLoggedAndNothingElseChanges(CapturedOutput output) throws IOException {
		SingletonSnapManager manager = manager((request) -> {
			throw new IllegalStateException("requested");
		}, (request) -> new Throwing(), new Recorder());
		try (SnapLock lock = manager.snapOperation("otelcol")) {
			assertThat(Peer.isFreeForFlock(this.directory.resolve("LCK..otelcol"))).isFalse();
		}
		assertThat(Peer.isFreeForFlock(this.directory.resolve("LCK..otelcol"))).isTrue();
		SingletonSnapManager.builder("b").lockDir(this.directory).build().register("otelcol");
		manager.removeIfUnused("otelcol", () -> {
		});
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> manager.snapOperation("otelcol", Duration.ZERO));
		}
		assertThat(this.told).contains("acquired", "released", "failed SnapLockTimeoutException timeout")
			.anyMatch((line) -> line.startsWith("removal"));
		assertThat(output).contains("failed while it was told of a lock, which is not affected")
			.contains("IllegalStateException: requested")
			.contains("AssertionError: acquired")
			.contains("IllegalStateException: failed")
			.contains("IllegalStateException: released");
	}

	@Test
	void debugLogTellsHowLongWasWaitedAndHeld(CapturedOutput output) throws IOException {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		String name = SnapLock.class.getName();
		SingletonSnapManager manager = manager();
		logging.setLogLevel(name, LogLevel.INFO);
		manager.operation("silent").snaps("otelcol").timeout(Duration.ZERO).acquire().close();
		assertThat(output.getAll()).doesNotContain("silent");
		logging.setLogLevel(name, LogLevel.DEBUG);
		try (SnapLock lock = manager.operation("install").snaps("otelcol").timeout(Duration.ZERO).acquire()) {
			manager.operation("reentrant").snaps("otelcol").timeout(Duration.ZERO).acquire().close();
		}
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> manager.operation("vain").snaps("otelcol").timeout(Duration.ZERO).acquire());
		}
		finally {
			logging.setLogLevel(name, null);
		}
		String file = this.directory.resolve("LCK..otelcol").toString();
		assertThat(output.getAll()).containsPattern("DEBUG.* Acquired " + file + " for install, waited [0-9.]+ ms")
			.containsPattern("DEBUG.* Released " + file + " from install, held [0-9.]+ ms")
			.containsPattern("DEBUG.* Did not acquire " + file + " for vain, waited [0-9.]+ ms: cannot lock snap")
			.doesNotContain("reentrant");
	}

	private final class Recorder implements SnapLockListener {

		@Override
		public Progress requested(SnapLockRequest request) {
			tell("requested " + request.kind() + " " + request.name() + " " + request.lockFile().getFileName() + " "
					+ request.operation() + " " + request.unit());
			return new Progress() {

				@Override
				public void acquired(@Nullable LockProcess abandoned) {
					tell("acquired" + ((abandoned != null)
							? " after " + abandoned.unit() + " died in " + abandoned.operation() : ""));
				}

				@Override
				public void failed(Throwable reason) {
					tell("failed " + reason.getClass().getSimpleName() + " " + Outcome.of(reason));
				}

				@Override
				public void released() {
					tell("released");
				}

			};
		}

		@Override
		public void removalSkipped(String snap, Set<String> usedBy) {
			tell("removal of " + snap + " skipped for " + usedBy);
		}

		private void tell(String line) {
			SnapLockListenerTests.this.told.add(line);
		}

	}

	private static final class Throwing implements Progress {

		@Override
		public void acquired(@Nullable LockProcess abandoned) {
			throw new AssertionError("acquired");
		}

		@Override
		public void failed(Throwable reason) {
			throw new IllegalStateException("failed");
		}

		@Override
		public void released() {
			throw new IllegalStateException("released");
		}

	}

}
