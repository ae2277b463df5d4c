package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.support.Mount;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files in a directory to which others may write.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class NativeFileTests {

	private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

	private static final Set<PosixFilePermission> GROUP = PosixFilePermissions.fromString("rw-rw----");

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ "mkfifo, a FIFO", "mkdir, a directory", "ln -s /etc/passwd, a symbolic link",
			"mknod -m 600 F c 1 3, a device" })
	void whatIsNoRegularFileIsRefusedAtOnce(String command, String kind) throws IOException {
		Path file = this.directory.resolve("LCK..otelcol");
		if (command.startsWith("mknod")) {
			Needs.root();
		}
		String run = command.contains(" F ") ? command.replace(" F ", " '" + file + "' ") : command + " '" + file + "'";
		assertThat(Peer.start("sh", "-c", run).waitFor()).isZero();
		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> NativeFiles.INSTANCE.open(file, OWNER))
			.withMessageStartingWith(file + ": it is " + kind + " and no regular file: somebody put it there");
	}

	@Test
	void secondNameOfSomebodysFileIsRefusedAndTheFileStaysAsItIs() throws IOException {
		Path theirs = Files.writeString(this.directory.resolve("theirs"), "theirs");
		Files.setAttribute(theirs, "unix:mode", 02755);
		Path file = Files.createLink(this.directory.resolve("LCK..otelcol"), theirs);
		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> NativeFiles.INSTANCE.open(file, OWNER))
			.withMessageContaining("it is one of 2 names of a file: somebody put it there");
		assertThat((int) Files.getAttribute(theirs, "unix:mode") & 07777).isEqualTo(02755);
		assertThat(theirs).hasContent("theirs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "printf x | dd of=F conv=notrunc status=none", "mv F G && mv G F", "ln F G && rm G",
			"truncate -s 0 F", "touch F", "chmod 644 F && chmod 600 F" })
	void fileIsUntouchedUntilAnotherProgramTouchesIt(String command) throws IOException {
		Needs.kernel(6, 13);
		try (NativeFile file = touchedOften()) {
			assertThat(file.isCurrent()).isTrue();
			assertThat(file.isUntouched()).isTrue();
			assertThat(Peer.start("sh", "-c", "cd '" + this.directory + "' && " + command).waitFor()).isZero();
			assertThat(file.isCurrent()).isTrue();
			assertThat(file.isUntouched()).isFalse();
			assertThat(file.isCurrent()).isTrue();
			assertThat(file.isUntouched()).isTrue();
			file.write(new byte[1], 1, 0);
			assertThat(file.isCurrent()).isTrue();
			assertThat(file.isUntouched()).isFalse();
		}
	}

	@Test
	void noFileIsUntouchedForSureWhereAllChangesWithinATickHaveOneTime() throws IOException {
		try (Mount coarse = Mount.ramfs(this.directory); NativeFile file = touchedOften()) {
			assertThat(file.isCurrent()).isTrue();
			assertThat(file.isUntouched()).isFalse();
		}
	}

	// Until it is known whether the kernel gives each change a time of its own
	private NativeFile touchedOften() throws IOException {
		Path path = this.directory.resolve("F");
		NativeFiles.INSTANCE.create(path, OWNER);
		NativeFile file = NativeFiles.INSTANCE.open(path, OWNER);
		for (int i = 0; i < 50_000; i++) {
			file.write(new byte[1], 1, 0);
			assertThat(file.isCurrent()).isTrue();
		}
		return file;
	}

	@Test
	void whoOnlyLooksChangesNoMode() throws IOException {
		Path file = Files.createFile(this.directory.resolve("LCK..otelcol"));
		Files.setAttribute(file, "unix:mode", 06755);
		NativeFiles.openForReading(file).close();
		assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(06755);
	}

	@Test
	void fileIsCreatedWithItsModeWhateverTheUmaskAndWithNothingBesideIt() throws IOException {
		Path file = this.directory.resolve("LCK..otelcol");
		NativeFiles.INSTANCE.create(file, GROUP);
		assertThat(Files.getPosixFilePermissions(file)).isEqualTo(GROUP);
		assertThat(this.directory.toFile().list()).containsExactly("LCK..otelcol");
	}

	@Test
	void fileThatIsThereIsNotTouchedByWhoeverWantsToCreateIt() throws IOException {
		Path file = Files.writeString(this.directory.resolve("LCK..otelcol"), "theirs");
		Set<PosixFilePermission> before = Files.getPosixFilePermissions(file);
		NativeFiles.INSTANCE.create(file, GROUP);
		assertThat(file).hasContent("theirs");
		assertThat(Files.getPosixFilePermissions(file)).isEqualTo(before);
	}

	@Test
	void linkInThePlaceOfANewFileIsNotFollowed() throws IOException {
		Path target = Files.createFile(this.directory.resolve("target"), PosixFilePermissions.asFileAttribute(OWNER));
		Path file = Files.createSymbolicLink(this.directory.resolve("LCK..otelcol"), target);
		NativeFiles.INSTANCE.create(file, GROUP);
		assertThat(Files.getPosixFilePermissions(target)).isEqualTo(OWNER);
		assertThat(file).isSymbolicLink();
	}

	@Test
	void modeOfNoOtherFileChangesWhileAnotherSwapsTheNewOneForALink() throws Exception {
		Path target = Files.createFile(this.directory.resolve("target"), PosixFilePermissions.asFileAttribute(OWNER));
		Path file = this.directory.resolve("LCK..otelcol");
		Thread attacker = new Thread(() -> {
			Path link = this.directory.resolve("link");
			try {
				while (!Thread.currentThread().isInterrupted()) {
					if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
						Files.createSymbolicLink(link, target);
						Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
					}
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		attacker.start();
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
		while (System.nanoTime() < end) {
			NativeFiles.INSTANCE.create(file, GROUP);
			Files.deleteIfExists(file);
		}
		attacker.interrupt();
		attacker.join();
		assertThat(Files.getPosixFilePermissions(target)).isEqualTo(OWNER);
	}

	@Test
	void fileThatIsTooWideIsNarrowedIfItIsOurs(CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.directory.resolve("LCK..otelcol"));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		NativeFiles.INSTANCE.open(file, OWNER).close();
		assertThat(Files.getPosixFilePermissions(file)).isEqualTo(OWNER);
		assertThat(output).containsOnlyOnce(file + " was open to more users than it should be (mode 0644)");
	}

	@Test
	void fileOfSomebodyElseIsSaidOnce(CapturedOutput output) throws IOException {
		Needs.root();
		Path file = Files.createFile(this.directory.resolve("LCK..otelcol"));
		assertThat(Peer.start("chown", "12345", file.toString()).waitFor()).isZero();
		NativeFiles.INSTANCE.open(file, OWNER).close();
		NativeFiles.INSTANCE.open(file, OWNER).close();
		assertThat(output).containsOnlyOnce(file + " belongs to user 12345 and has mode 0");
	}

	@Test
	void fullDiskIsNoReasonToRefuseALock(CapturedOutput output) throws Exception {
		try (Mount mount = Mount.tmpfs(this.directory.resolve("mount"), "64k")) {
			Path file = mount.path().resolve("LCK..otelcol");
			NativeFiles.INSTANCE.create(file, OWNER);
			NativeFiles.INSTANCE.create(mount.path().resolve("LCK..otelcol.gate"), OWNER);
			Peer.start("sh", "-c", "cat /dev/zero >'" + mount.path() + "/full' 2>/dev/null").waitFor();
			FileLocks locks = new FileLocks("a", OWNER, Duration.ofMinutes(5));
			for (int i = 0; i < 2; i++) {
				Hold hold = locks.acquire(file, "test", Deadline.after(Duration.ZERO), null);
				assertThat(hold).isNotNull();
				assertThat(Peer.isFreeForFlock(file)).isFalse();
				hold.release();
				assertThat(Peer.isFreeForFlock(file)).isTrue();
			}
			assertThat(output).containsOnlyOnce("Cannot write to " + file + " (pwrite: No space left on device)")
				.doesNotContain("	at ");
		}
	}

}
