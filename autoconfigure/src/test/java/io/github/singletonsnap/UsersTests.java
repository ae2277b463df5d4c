package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

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
