package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.support.CreatingPeer;
import io.github.singletonsnap.support.HoldingPeer;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Units of different users: this one owns the directory, another one's unit was first.
 */
class UsersTests {

	@TempDir
	Path directory;

	@Test
	void unitOfTheSameGroupTakesTheLock() throws IOException {
		Path lockFile = createAsOtherUser("rw-rw----");
		try (Peer unit = Peer.start(unprivileged("--groups", "7000"))) {
			assertThat(firstLineOf(unit, "held")).isEqualTo("held");
			assertThat(Peer.isFreeForFlock(lockFile)).isFalse();
		}
	}

	@Test
	void lockFileOfAnotherUserIsNamed() throws IOException {
		Path lockFile = createAsOtherUser("rw-------");
		try (Peer unit = Peer.start(unprivileged("--clear-groups"))) {
			assertThat(firstLineOf(unit, "cannot lock")).endsWith("cannot lock snap \"otelcol\": " + lockFile
					+ " is not accessible for this user; look at its owner and permissions");
		}
	}

	@Test
	void twoUsersWhoCreateOneLockAtTheSameMomentBothHaveIt() throws IOException {
		Path shared = shared();
		try (Peer alice = Peer.start(user("2001", shared, "alice/0"));
				Peer bob = Peer.start(user("2002", shared, "bob/0"))) {
			alice.expect("ready");
			bob.expect("ready");
			for (int i = 0; i < 400; i++) {
				alice.send("snap-" + i);
				bob.send("snap-" + i);
				alice.expect("had");
				bob.expect("had");
			}
		}
	}

	@Test
	void documentedLinesOfShellAndPythonLockAFileOfAnotherUserInASharedDirectory() throws IOException {
		Path shared = shared();
		try (Peer alice = Peer.start(user("2001", shared, "alice/0"))) {
			alice.expect("ready");
			alice.send("otelcol");
			alice.expect("had");
		}
		String operating = Files.readString(Path.of("../docs/operating.md"));
		String file = shared.resolve("LCK..otelcol").toString();
		String shell = line(operating, "( flock ").replace("snap refresh otelcol", "echo had");
		assertThat(lastLineOf("sh", "-c", shell.replace("/run/lock/singleton_snaps/LCK..otelcol", file)))
			.isEqualTo("had");
		String python = "import fcntl\n" + line(operating, "with open(") + "\n    "
				+ line(operating, "fcntl.flock(lock") + "\n    print(\"had\")";
		assertThat(lastLineOf("python3", "-c", python.replace("/run/lock/singleton_snaps/LCK..otelcol", file)))
			.isEqualTo("had");
	}

	private static String line(String text, String part) {
		return text.lines().filter((line) -> line.contains(part)).findFirst().orElseThrow().trim();
	}

	private static String lastLineOf(String... command) throws IOException {
		try (Peer peer = Peer.start(command)) {
			return peer.readAll();
		}
	}

	// As for units of several users: whose group may write, and remove only what is its
	// own
	private Path shared() throws IOException {
		Needs.root("setpriv", "chown");
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		Path shared = Files.createDirectory(this.directory.resolve("shared"));
		assertThat(Peer.start("chown", "root:7000", shared.toString()).waitFor()).isZero();
		Files.setAttribute(shared, "unix:mode", 03775);
		return shared;
	}

	// May read the class path wherever it is, and write nothing more
	private static String[] user(String id, Path shared, String unit) {
		List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + id, "--regid=7000", "--clear-groups",
				"--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
		command.addAll(Peer.javaCommand(CreatingPeer.class, shared, unit));
		return command.toArray(String[]::new);
	}

	private Path createAsOtherUser(String permissions) throws IOException {
		Needs.root("chown", "setpriv");
		Path lockFile = this.directory.resolve("LCK..otelcol");
		for (Path file : List.of(lockFile, this.directory.resolve("LCK..otelcol.gate"))) {
			Files.createFile(file);
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
			Peer.start("chown", "2001:7000", file.toString()).waitFor();
		}
		return lockFile;
	}

	private static String firstLineOf(Peer unit, String part) throws IOException {
		String line = unit.readLine();
		while (line != null && !line.contains(part)) {
			line = unit.readLine();
		}
		return String.valueOf(line);
	}

	// Root without the right to open any file, so that only its groups count
	private String[] unprivileged(String... groups) {
		List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
		command.addAll(List.of(groups));
		command.addAll(List.of("sh", "-c", "exec \"$@\" 2>&1", "sh"));
		command.addAll(Peer.javaCommand(HoldingPeer.class, "hold", this.directory));
		return command.toArray(String[]::new);
	}

}
