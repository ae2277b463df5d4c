package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.SnapLockInterruptedException;
import io.github.singletonsnap.support.ManagerShell;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * A directory that fails loses nothing, and works again once the cause is gone.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationFailureTests {

	@TempDir
	Path directory;

	@Test
	void fullDiskKeepsWhatIsRegistered() throws IOException {
		try (Peer unit = onSmallTmpfs()) {
			ask(unit, "register otelcol 80", "registered");
			List<Path> fillers = fill(seenBy(unit));
			ask(unit, "register otelcol 81", "cannot register for snap \"otelcol\": " + this.directory
					+ "/LCK..otelcol--rev81__otelcol_0: No space left on device");
			ask(unit, "remove otelcol", "cannot lock snap \"otelcol\": ", ": No space left on device");
			ask(unit, "units otelcol", "[otelcol_0]");
			ask(unit, "register otelcol 80", "registered");
			for (Path filler : fillers) {
				Files.delete(filler);
			}
			ask(unit, "register otelcol 81", "registered");
			ask(unit, "remove otelcol", "true");
		}
	}

	@Test
	void fullDiskDoesNotKeepAUnitFromLeaving() throws IOException {
		try (Peer unit = onSmallTmpfs()) {
			ask(unit, "register otelcol 80", "registered");
			fill(seenBy(unit));
			ask(unit, "unregister otelcol", "true");
			ask(unit, "units otelcol", "[]");
		}
	}

	@Test
	void readOnlyDirectoryKeepsWhatIsRegistered() throws IOException {
		try (Peer unit = onSmallTmpfs()) {
			ask(unit, "register otelcol 80", "registered");
			remount(unit, "ro");
			for (String change : List.of("register otelcol 80", "register otelcol 81", "unregister otelcol",
					"remove otelcol")) {
				ask(unit, change, "cannot use lock directory " + this.directory
						+ ": this process may not write to it: Read-only file system");
			}
			ask(unit, "units otelcol", "[otelcol_0]");
			remount(unit, "rw");
			ask(unit, "register otelcol 81", "registered");
			ask(unit, "registrations otelcol", "1");
			ask(unit, "remove otelcol", "true");
		}
	}

	@Test
	void directoryThatIsRemovedIsCreatedAgain(CapturedOutput output) throws IOException {
		Path locks = this.directory.resolve("locks");
		SingletonSnapManager manager = SingletonSnapManager.builder("otelcol/0")
			.lockDir(locks)
			.lockDirPermissions(PosixFilePermissions.fromString("rwxrwx---"))
			.build();
		manager.register("otelcol", 80);
		FileSystemUtils.deleteRecursively(locks);
		manager.register("otelcol", 81);
		assertThat(manager.getRevisions("otelcol")).containsExactly(81);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(locks))).isEqualTo("rwxrwx---");
		assertThat(output).contains("The lock directory " + locks + " was removed, and is created again");
	}

	@Test
	void directoryThatIsRemovedIsCreatedAgainForALock() throws IOException {
		Path locks = this.directory.resolve("locks");
		SingletonSnapManager manager = SingletonSnapManager.builder("otelcol/0").lockDir(locks).build();
		for (int i = 0; i < 3; i++) {
			try (SnapLock lock = manager.snapOperation("otelcol")) {
				assertThat(Peer.isFreeForFlock(locks.resolve("LCK..otelcol"))).isFalse();
			}
			FileSystemUtils.deleteRecursively(locks);
		}
	}

	@Test
	void directoryThatIsRemovedIsNotCreatedAgainInThePlaceOfAnothersLink() throws IOException {
		Path locks = this.directory.resolve("locks");
		SingletonSnapManager manager = SingletonSnapManager.builder("otelcol/0").lockDir(locks).build();
		Files.delete(locks);
		Files.createSymbolicLink(locks, Files.createDirectory(this.directory.resolve("theirs")));
		Needs.root("chown");
		Peer.start("chown", "--no-dereference", "12345", locks.toString()).waitFor();
		assertThatExceptionOfType(SnapLockException.class).isThrownBy(() -> manager.register("otelcol", 80))
			.withMessageContaining("it belongs to another user, 12345, who could take any lock away");
		assertThat(this.directory.resolve("theirs")).isEmptyDirectory();
	}

	@Test
	void readingSaysThatTheDirectoryIsGone() throws IOException {
		Path locks = this.directory.resolve("locks");
		SingletonSnapManager manager = SingletonSnapManager.builder("otelcol/0").lockDir(locks).build();
		Files.delete(locks);
		String read = "cannot read the units of snap \"otelcol\": " + locks;
		assertGone(read, () -> manager.getUnits("otelcol"));
		assertGone(read, () -> manager.isUsedByOtherUnits("otelcol"));
		assertGone("cannot read the registrations of snap \"otelcol\": " + locks,
				() -> manager.getNewestRevision("otelcol"));
		assertGone("cannot read the snaps of unit \"otelcol_0\": " + locks, manager::getSnaps);
		assertThat(locks).doesNotExist();
	}

	private static void assertGone(String what, ThrowingCallable call) {
		assertThatExceptionOfType(SingletonSnapException.class).isThrownBy(call)
			.withMessage(what + " is gone; the next lock or registration creates its directory again");
	}

	@Test
	void interruptedThreadKeepsWhatItWasRegisteredFor() throws IOException {
		SingletonSnapManager manager = SingletonSnapManager.builder("otelcol/0").lockDir(this.directory).build();
		manager.register("otelcol", 80);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(SnapLockInterruptedException.class).isThrownBy(() -> manager.register("otelcol", 81))
			.withMessageStartingWith("cannot register for snap \"otelcol\": this thread was interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.directory.toFile().list()).containsExactly("LCK..otelcol--rev80__otelcol_0");
	}

	private static void ask(Peer unit, String question, String start, String end) throws IOException {
		unit.send(question);
		assertThat(unit.readLine()).startsWith(start).endsWith(end);
	}

	private static void ask(Peer unit, String question, String answer) throws IOException {
		unit.send(question);
		unit.expect(answer);
	}

	// In a mount namespace of its own, so that no mount outlives the process
	private Peer onSmallTmpfs() throws IOException {
		Needs.root("unshare", "mount", "nsenter");
		List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c",
				"mount -t tmpfs -o nr_inodes=8 tmpfs \"$0\" && exec \"$@\"", this.directory.toString()));
		command.addAll(Peer.javaCommand(ManagerShell.class, this.directory, "otelcol/0"));
		return Peer.start(command.toArray(String[]::new)).expect("ready");
	}

	private void remount(Peer unit, String mode) throws IOException {
		assertThat(Peer
			.start("nsenter", "--target", String.valueOf(unit.pid()), "--mount", "mount", "-o", "remount," + mode,
					this.directory.toString())
			.waitFor()).isZero();
	}

	private Path seenBy(Peer unit) {
		return Path.of("/proc/" + unit.pid() + "/root" + this.directory);
	}

	private static List<Path> fill(Path directory) {
		List<Path> fillers = new ArrayList<>();
		assertThatIOException().isThrownBy(() -> {
			for (int i = 0; i < 100; i++) {
				fillers.add(Files.createFile(directory.resolve("filler" + i)));
			}
		}).withMessageContaining("No space left on device");
		return fillers;
	}

}
