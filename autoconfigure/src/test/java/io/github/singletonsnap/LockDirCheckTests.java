package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.state.LockDirCheck;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Lock directories that are tested before the first lock.
 */
class LockDirCheckTests {

	@TempDir
	Path directory;

	@Test
	void isNotRunBeforeTheFirstLockAndPassesThen() throws IOException {
		SingletonSnapManager manager = manager();
		manager.register("otelcol");
		manager.inspect();
		assertThat(manager.getLockDirCheck()).isEqualTo(new LockDirCheck(LockDirCheck.Status.NOT_RUN, null));
		manager.snapOperation("otelcol").close();
		assertThat(manager.getLockDirCheck()).isEqualTo(new LockDirCheck(LockDirCheck.Status.PASSED, null));
		assertThat(this.directory.toFile().list()).containsExactlyInAnyOrder("LCK..otelcol", "LCK..otelcol.gate",
				"LCK..otelcol--a");
	}

	@Test
	void whereLocksDoNotExcludeEachOtherNoneIsTakenUntilTheyDo() throws IOException {
		AtomicInteger tests = new AtomicInteger();
		LockDirectory checked = LockDirectory.prepare(this.directory, Set.of(), (tested) -> {
			if (tests.incrementAndGet() < 3) {
				throw new FileSystemException(tested.toString(), null, "two locks do not exclude each other");
			}
		});
		FileLocks files = new FileLocks("a", PosixFilePermissions.fromString("rw-------"), Duration.ofMinutes(5));
		UnitLocks locks = new UnitLocks(checked, files, SingletonSnapManager.builder("a"), new Listeners(List.of()));
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(SnapLockException.class)
				.isThrownBy(() -> locks.acquireSnap("otelcol", UnitLocks.deadline(Duration.ZERO), "test"))
				.withMessage(
						"cannot lock snap \"otelcol\": " + this.directory + ": two locks do not exclude each other");
			assertThat(checked.check()).isEqualTo(new LockDirCheck(LockDirCheck.Status.FAILED,
					this.directory + ": two locks do not exclude each other"));
			assertThat(this.directory).isEmptyDirectory();
		}
		for (int i = 0; i < 3; i++) {
			locks.acquireSnap("otelcol", UnitLocks.deadline(Duration.ZERO), "test").release();
			assertThat(checked.check().status()).isEqualTo(LockDirCheck.Status.PASSED);
		}
		assertThat(tests).hasValue(3);
	}

	@Test
	void directoryWhereAllMayRemoveFilesIsRefusedUntilItIsSafe() throws IOException {
		SingletonSnapManager manager = manager();
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertRefused(manager, "every user of the machine may remove the locks in it");
		Files.setAttribute(this.directory, "unix:mode", 01777);
		manager.configOperation(Path.of("/etc/otel.yaml")).close();
		assertThat(manager.getLockDirCheck().status()).isEqualTo(LockDirCheck.Status.PASSED);
		// Tested once
		Files.setAttribute(this.directory, "unix:mode", 0777);
		manager.snapOperation("otelcol").close();
	}

	@Test
	void directoryThatWasGivenToAnotherUserIsRefused() throws IOException {
		Needs.root("chown");
		SingletonSnapManager manager = manager();
		Peer.start("chown", "12345", this.directory.toString()).waitFor();
		assertRefused(manager, "it belongs to another user, 12345");
	}

	private void assertRefused(SingletonSnapManager manager, String reason) {
		assertThatExceptionOfType(SnapLockException.class)
			.isThrownBy(() -> manager.snapOperation("otelcol", Duration.ZERO))
			.withMessageContaining(reason);
		assertThat(manager.getLockDirCheck().status()).isEqualTo(LockDirCheck.Status.FAILED);
		assertThat(manager.getLockDirCheck().problem()).contains(reason);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void directoryWhereTheGroupMayWriteIsFine() throws IOException {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxr-x"));
		manager().snapOperation("otelcol").close();
	}

	@Test
	void directoryThatIsCreatedForAllIsSticky() throws IOException {
		Path shared = this.directory.resolve("shared");
		SingletonSnapManager.builder("a")
			.lockDir(shared)
			.lockDirPermissions(PosixFilePermissions.fromString("rwxrwxrwx"))
			.build()
			.snapOperation("otelcol")
			.close();
		assertThat((int) Files.getAttribute(shared, "unix:mode") & 07777).isEqualTo(01777);
	}

	private SingletonSnapManager manager() {
		return SingletonSnapManager.builder("a").lockDir(this.directory).build();
	}

}
