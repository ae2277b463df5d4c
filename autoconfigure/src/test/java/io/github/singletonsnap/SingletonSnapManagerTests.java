package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.singletonsnap.lock.GateMark;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What one manager promises to the threads that use it.
 */
class SingletonSnapManagerTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@TempDir
	Path directory;

	private Path lockFile;

	private SingletonSnapManager manager;

	@BeforeEach
	void createManager() {
		this.lockFile = this.directory.resolve("LCK..otelcol");
		this.manager = SingletonSnapManager.builder("otelcol/0").lockDir(this.directory).build();
	}

	@Test
	void threadThatHoldsTheLockGetsItAgain() throws IOException {
		SnapLock outer = this.manager.snapOperation("otelcol", Duration.ZERO);
		SnapLock inner = this.manager.snapOperation("otelcol", Duration.ZERO);
		inner.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isFalse();
		outer.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
	}

	@Test
	void holdsMayBeClosedInAnyOrder() throws IOException {
		SnapLock outer = this.manager.snapOperation("otelcol");
		SnapLock inner = this.manager.snapOperation("otelcol");
		outer.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isFalse();
		inner.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
	}

	@Test
	void closingTwiceCountsOnce() throws IOException {
		SnapLock outer = this.manager.snapOperation("otelcol");
		SnapLock inner = this.manager.snapOperation("otelcol");
		inner.close();
		inner.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isFalse();
		outer.close();
	}

	@Test
	void anyThreadMayClose() throws Exception {
		SnapLock lock = this.manager.snapOperation("otelcol");
		Waiting.on(lock::close).join();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
		this.manager.snapOperation("otelcol", Duration.ZERO).close();
	}

	@Test
	void anotherThreadIsKeptOut() throws Exception {
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			Waiting
				.on(() -> assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ofMillis(50))))
				.join();
		}
	}

	@Test
	void anotherManagerOfTheSameThreadHoldsItToo() {
		SingletonSnapManager other = SingletonSnapManager.builder("otelcol/1").lockDir(this.directory).build();
		try (SnapLock lock = this.manager.snapOperation("otelcol");
				SnapLock again = other.snapOperation("otelcol", Duration.ZERO)) {
			assertThat(again).isNotNull();
		}
	}

	@Test
	void waitingThreadGetsTheLockWhenItIsFreed() throws Exception {
		SnapLock lock = this.manager.snapOperation("otelcol");
		CountDownLatch asking = new CountDownLatch(1);
		Waiting waiting = Waiting.on(() -> {
			asking.countDown();
			this.manager.snapOperation("otelcol", LONG).close();
		});
		asking.await();
		lock.close();
		waiting.join();
	}

	@Test
	void snapsDoNotExcludeEachOther() throws Exception {
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			Waiting.on(() -> this.manager.snapOperation("otelcol_a", Duration.ZERO).close()).join();
		}
	}

	@Test
	void interruptEndsTheWaitAndIsKept() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		try (Peer peer = Peer.flockHolding(this.lockFile)) {
			Waiting waiting = Waiting.on(() -> {
				assertThatExceptionOfType(SnapLockInterruptedException.class)
					.isThrownBy(() -> this.manager.snapOperation("otelcol", LONG))
					.withMessageContaining("cannot lock snap \"otelcol\": interrupted");
				interrupted.complete(Thread.currentThread().isInterrupted());
			});
			waiting.untilBlockedIn(this.lockFile);
			waiting.interrupt();
			waiting.join();
		}
		assertThat(interrupted.join()).isTrue();
	}

	@Test
	void lockThatArrivesForNobodyGoesBack() throws Exception {
		try (Peer peer = Peer.flockHolding(this.lockFile)) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ofMillis(500)));
			assertThat(Waiting.blockedIn(this.lockFile)).isOne();
		}
		while (Waiting.blockedIn(this.lockFile) > 0) {
			Thread.onSpinWait();
		}
		// The waiter may have it for an instant before it gives it back
		assertThat(Peer.start("flock", "--timeout", "60", this.lockFile.toString(), "true").waitFor()).isZero();
	}

	@Test
	void zeroTimeoutStartsNoWaiter() throws IOException {
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..tried"))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.snapOperation("tried", Duration.ZERO))
				.withMessageContaining("was not free at once");
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("singleton-snap-waiter-LCK..tried");
		}
	}

	@Test
	void zeroTimeoutGetsAFreeLockAlsoWhileSomebodyIsAtTheGate() throws IOException {
		this.manager.snapOperation("otelcol").close();
		// As one leaves it that is stopped while it waits
		GateMark.set(this.lockFile);
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..otelcol.gate"))) {
			this.manager.snapOperation("otelcol", Duration.ZERO).close();
		}
	}

	@Test
	void secondHoldAfterTheFirstIsGoneLocksToo() throws IOException {
		this.manager.snapOperation("otelcol").close();
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			assertThat(Peer.isFreeForFlock(this.lockFile)).isFalse();
		}
	}

	@Test
	void defaultTimeoutsAreThoseOfTheirKind() throws IOException {
		SingletonSnapManager impatient = SingletonSnapManager.builder("a")
			.lockDir(this.directory)
			.snapTimeout(Duration.ofMillis(50))
			.configTimeout(Duration.ofMillis(70))
			.build();
		try (Peer snap = Peer.flockHolding(this.lockFile);
				Peer config = Peer.flockHolding(this.directory.resolve("LCK..config__etc_x"))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> impatient.snapOperation("otelcol"))
				.withMessageContaining("within 50ms");
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> impatient.configOperation(Path.of("/etc/x")))
				.withMessageContaining("within 70ms");
		}
	}

	@Test
	void lockFileIsForItsOwnerOnly() throws IOException {
		this.manager.snapOperation("otelcol").close();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.lockFile))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions
			.toString(Files.getPosixFilePermissions(this.directory.resolve("LCK..otelcol.gate"))))
			.isEqualTo("rw-------");
	}

	@Test
	void lockFilePermissionsAreAsAskedWhateverTheUmask() throws IOException {
		SingletonSnapManager.builder("a")
			.lockDir(this.directory)
			.lockFilePermissions(PosixFilePermissions.fromString("rw-rw-rw-"))
			.build()
			.snapOperation("open")
			.close();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory.resolve("LCK..open"))))
			.isEqualTo("rw-rw-rw-");
	}

	@Test
	void neverFollowsALinkThatIsInThePlaceOfTheLockFile() throws IOException {
		Path target = Files.createFile(this.directory.resolve("target"));
		Files.createSymbolicLink(this.lockFile, target);
		assertThatExceptionOfType(SnapLockException.class).isThrownBy(() -> this.manager.snapOperation("otelcol"))
			.withMessageContaining(
					"cannot lock snap \"otelcol\": " + this.lockFile + ": it is a symbolic link and no regular file");
	}

	@Test
	void lockDirectoryThatIsGoneIsCreatedAgain() throws IOException {
		Files.delete(this.directory);
		this.manager.snapOperation("otelcol").close();
		assertThat(this.directory.resolve("LCK..otelcol")).exists();
	}

	@Test
	void refusesNegativeTimeoutBeforeAnythingIsTouched() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ofMillis(-1)))
			.withMessage("cannot wait for PT-0.001S: a timeout is a positive duration, or zero to try once");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SingletonSnapManager.builder("a").snapTimeout(Duration.ofSeconds(-1)));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void refusesBadNamesBeforeAnythingIsTouched() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.manager.snapOperation("a/b"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.manager.configOperation(Path.of("relative")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.manager.register("a/b"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.manager.getUnits("../x"));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void refusesNegativeRevision() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.manager.register("otelcol", -1))
			.withMessageContaining("cannot register for revision -1 of snap \"otelcol\": a revision is not negative");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void refusesRegistrationWhoseNameIsTooLong() {
		SingletonSnapManager unit = SingletonSnapManager.builder("u".repeat(240)).lockDir(this.directory).build();
		unit.register("otelcol");
		assertThatIllegalArgumentException().isThrownBy(() -> unit.register("otelcol", 80))
			.withMessageContaining("too long for a file's name");
		assertThat(unit.getUnits("otelcol")).hasSize(1);
	}

	@Test
	void registersBesideOtherUnits() {
		SingletonSnapManager other = SingletonSnapManager.builder("collector/3").lockDir(this.directory).build();
		this.manager.register("otelcol", 80);
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isFalse();
		other.register("otelcol");
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isTrue();
		assertThat(this.manager.getUnits("otelcol")).containsExactlyInAnyOrder("otelcol_0", "collector_3");
		assertThat(this.manager.getRevisions("otelcol")).containsExactly(80);
		assertThat(other.unregister("otelcol")).isTrue();
		assertThat(other.unregister("otelcol")).isFalse();
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isFalse();
	}

	@Test
	void givesItsNameAsItIsWritten() {
		assertThat(this.manager.getUnitName()).isEqualTo("otelcol_0");
	}

}
