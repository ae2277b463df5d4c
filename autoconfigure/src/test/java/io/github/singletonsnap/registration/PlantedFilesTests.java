package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.support.ManagerShell;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What somebody else has put in the place of a registration, or puts there meanwhile.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlantedFilesTests {

	@TempDir
	Path temp;

	private Path directory;

	private Path registration;

	private SingletonSnapManager manager;

	@BeforeEach
	void createManager() {
		this.directory = this.temp.resolve("locks");
		this.manager = SingletonSnapManager.builder("web/0").lockDir(this.directory).build();
		this.registration = this.directory.resolve("LCK..otelcol--rev5__web_0");
	}

	@Test
	void pipeIsRefused() throws IOException {
		assertThat(Peer.start("mkfifo", this.registration.toString()).waitFor()).isZero();
		assertRefused("it is no regular file, but a pipe or device that user ");
	}

	@Test
	void pipeWithoutRevisionIsRefused() throws IOException {
		assertThat(Peer.start("mkfifo", this.directory.resolve("LCK..otelcol--web_0").toString()).waitFor()).isZero();
		assertThatExceptionOfType(SingletonSnapException.class).isThrownBy(() -> this.manager.register("otelcol"))
			.withMessageContaining(" has planted there. Look why, and remove it");
	}

	@Test
	void linkIsRefusedAndItsTargetLeftAlone() throws IOException {
		Path target = Files.writeString(this.temp.resolve("target"), "precious");
		Object before = Files.getAttribute(target, "unix:ctime");
		Files.createSymbolicLink(this.registration, target);
		assertRefused("it is no regular file, but a symbolic link that user ");
		assertThat(Files.getAttribute(target, "unix:ctime")).isEqualTo(before);
	}

	private void assertRefused(String reason) {
		assertThatExceptionOfType(SingletonSnapException.class).isThrownBy(() -> this.manager.register("otelcol", 5))
			.withMessageStartingWith("cannot register for snap \"otelcol\": " + this.registration + ": " + reason)
			.withMessageEndingWith(" has planted there. Look why, and remove it");
	}

	@Test
	void fileThatHasAnotherNameElsewhereIsLeftAlone() throws IOException {
		Path target = Files.writeString(this.temp.resolve("target"), "precious");
		Files.createLink(this.registration, target);
		this.manager.register("otelcol", 5);
		assertThat(target).hasContent("precious");
		assertThat(this.registration).isEmptyFile();
	}

	@Test
	void whatAnotherRevisionLedToIsLeftAlone() throws IOException {
		Path target = Files.writeString(this.temp.resolve("target"), "precious");
		Files.createSymbolicLink(this.directory.resolve("LCK..otelcol--rev4__web_0"), target);
		this.manager.register("otelcol", 5);
		assertThat(target).hasContent("precious");
		assertThat(this.directory.toFile().list()).containsExactly(this.registration.getFileName().toString());
	}

	@Test
	void pipeOfAnotherUnitHoldsNobodyUp() throws IOException {
		assertThat(Peer.start("mkfifo", this.directory.resolve("LCK..otelcol--other_0").toString()).waitFor()).isZero();
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isTrue();
		assertThat(this.manager.getRevisions("otelcol")).isEmpty();
		assertThat(this.manager.inspectSnap("otelcol").registrations()).hasSize(1);
	}

	@Test
	void fileThatBecomesAPipeHoldsNobodyUp() throws IOException {
		Path swapped = this.directory.resolve("LCK..otelcol--other_0");
		try (Peer swap = Peer
			.start("python3", Path.of("src/test/resources/swap.py").toAbsolutePath().toString(), swapped.toString(),
					"81")
			.expect("ready")) {
			long read = 0;
			for (int i = 0; i < 3000 || read == 0; i++) {
				read += this.manager.inspectSnap("otelcol")
					.registrations()
					.stream()
					.filter((registration) -> registration.revision().isPresent())
					.count();
			}
		}
	}

	@Test
	void registrationThatBecomesAPipeHoldsNobodyUp() throws IOException {
		try (Peer swap = Peer
			.start("python3", Path.of("src/test/resources/swap.py").toAbsolutePath().toString(),
					this.registration.toString(), "")
			.expect("ready")) {
			int done = 0;
			for (int i = 0; i < 1000 || done == 0; i++) {
				done += registers() ? 1 : 0;
			}
		}
	}

	private boolean registers() {
		try {
			this.manager.register("otelcol", 5);
			return true;
		}
		catch (SingletonSnapException ex) {
			assertThat(ex).hasMessageContaining("has planted there");
			return false;
		}
	}

	@Test
	void registrationIsNotForAllToWriteWhateverTheUmaskIs() throws IOException {
		List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh"));
		command.addAll(Peer.javaCommand(ManagerShell.class, this.directory, "web/0"));
		try (Peer unit = Peer.start(command.toArray(String[]::new)).expect("ready")) {
			for (int i = 0; i < 2; i++) {
				unit.send("register otelcol 5");
				unit.expect("registered");
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.registration)))
					.isEqualTo("rw-r--r--");
			}
		}
	}

}
