package io.github.singletonsnap.snapd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapAction;
import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.support.FakeSnapd;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.BasicJsonParser;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What snapd answers, and whom: an operation does not take for an answer what is none.
 */
class SnapdAnswersTests {

	@TempDir
	Path directory;

	private Path socket;

	private SingletonSnapManager manager;

	@BeforeEach
	void build() {
		this.socket = this.directory.resolve("snapd.socket");
		this.manager = manager(this.directory, this.socket);
	}

	private static SingletonSnapManager manager(Path directory, Path socket) {
		return SingletonSnapManager.builder("otelcol/0")
			.lockDir(directory.resolve("locks"))
			.snapChanges(new SnapdChanges(socket))
			.build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "socket", "directory" })
	void userWhoMayNotConnectGoesOn(String closed) throws IOException {
		Needs.root("setpriv", "chown");
		Path closedDirectory = Files.createDirectory(this.directory.resolve("closed"));
		Path closedSocket = closedDirectory.resolve("snapd.socket");
		try (FakeSnapd snapd = new FakeSnapd(closedSocket)) {
			Path own = closed.equals("socket") ? closedSocket : closedDirectory;
			Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
			assertThat(Peer.start("chown", "2001:7000", own.toString()).waitFor()).isZero();
			try (Peer unit = Peer.start(unprivileged(closedSocket))) {
				assertThat(unit.readAll()).containsOnlyOnce("may not ask")
					.contains("ask " + closedSocket + " (whether snapd is seeded, changes of snaps in progress)")
					.endsWith("held");
			}
			assertThat(snapd.questions()).isEmpty();
		}
	}

	// Root without the right to open any file
	private String[] unprivileged(Path closedSocket) {
		List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "sh",
				"-c", "exec \"$@\" 2>&1", "sh"));
		command.addAll(Peer.javaCommand(Unit.class, this.directory, closedSocket));
		return command.toArray(String[]::new);
	}

	@Test
	void answersAreUnderstoodWithoutALibraryForJson() throws IOException {
		withoutLibraryForJson(() -> {
			try (FakeSnapd snapd = new FakeSnapd(this.socket)) {
				this.manager.snapOperation("otelcol", Duration.ZERO).close();
				snapd.busyWith(FakeSnapd.CHANGE);
				assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ZERO))
					.withMessageContaining("change 7 (install-snap: Install \"otelcol\" snap")
					.withMessageContaining("since 2026-11-25T09:00:00.500Z");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"sync\",\"status-code\":200,",
			"{\"type\":\"sync\",\"status-code\":200,\"status\":\"OK\",\"result\":[", "{\"result\":null}",
			"{\"result\":{\"id\":\"7\"}}", "{\"result\":[7]}", "{}", "[]", "7" })
	void answerThatListsNoChangesIsNone(String body) throws IOException {
		withoutLibraryForJson(() -> {
			try (FakeSnapd snapd = new FakeSnapd(this.socket).answering(body)) {
				assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ZERO))
					.withMessageContaining("snapd does not answer on " + this.socket + " (snapd's answer ");
			}
		});
	}

	private static void withoutLibraryForJson(SnapAction<IOException> action) throws IOException {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(
				new FilteredClassLoader("tools.jackson", "com.fasterxml.jackson", "com.google.gson"));
		try {
			assertThat(JsonParserFactory.getJsonParser()).isInstanceOf(BasicJsonParser.class);
			action.run();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * Takes the lock twice: {@code Unit DIR SOCKET}.
	 */
	public static final class Unit {

		public static void main(String[] args) {
			SingletonSnapManager manager = manager(Path.of(args[0]), Path.of(args[1]));
			for (int i = 0; i < 2; i++) {
				manager.snapOperation("otelcol", Duration.ZERO).close();
			}
			System.out.println("held");
		}

	}

}
