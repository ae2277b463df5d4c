package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SnapCommand}, with a script in the place of {@code snap} that writes
 * what snap 2.57 writes.
 */
class SnapCommandTests {

	private static final OptionalInt ANY = OptionalInt.empty();

	private static final String LIST = """
			Name     Version  Rev  Tracking       Publisher  Notes
			otelcol  1.0      80   latest/stable  -          -
			""";

	private static final String CHANGES = """
			ID   Status  Spawn               Ready               Summary
			4    Error   today at 12:57 UTC  today at 12:58 UTC  Install "otelcol" snap
			5    Done    today at 13:00 UTC  today at 13:01 UTC  Install "otelcol" snap
			""";

	private static final SnapProgress NOBODY = (progress) -> {
	};

	@TempDir
	private Path dir;

	@Test
	void listedSnapIsInstalled() throws IOException {
		write("list", LIST);
		write("changes", CHANGES);
		assertThat(snap(0, "").isInstalled("otelcol", ANY)).isTrue();
		assertThat(snap(0, "").isInstalled("otelcol", OptionalInt.of(80))).isTrue();
		assertThat(snap(0, "").isInstalled("otelcol", OptionalInt.of(81))).isFalse();
	}

	@Test
	void listedSnapIsInstalledWhileItsOptionsAreSet() throws IOException {
		write("list", LIST);
		write("changes", CHANGES + "6    Doing  today at 13:02 UTC  -  Change configuration of \"otelcol\" snap\n");
		assertThat(snap(0, "").isInstalled("otelcol", ANY)).isTrue();
	}

	@Test
	void listedSnapIsInstalledIfItsChangesAreForgotten() throws IOException {
		write("list", LIST);
		assertThat(snap(0, "no changes found").isInstalled("otelcol", ANY)).isTrue();
	}

	@Test
	void listedSnapIsNotCalledInstalledWhileChangeIsInProgress() throws IOException {
		write("list", LIST);
		write("changes", CHANGES + "6    Undoing  today at 13:02 UTC  -  Install \"otelcol\" snap\n");
		SnapCommand snap = snap(0, "");
		assertThatExceptionOfType(SnapChangeConflictException.class).isThrownBy(() -> snap.isInstalled("otelcol", ANY))
			.withMessage("snap \"otelcol\" has change 6 in progress");
	}

	@Test
	void snapThatIsNotListedIsAbsent() throws IOException {
		assertThat(snap(1, "error: no matching snaps installed").isInstalled("otelcol", ANY)).isFalse();
	}

	@Test
	void snapIsNotCalledAbsentIfSnapdDoesNotAnswer() throws IOException {
		SnapCommand snap = snap(1, "error: cannot list snaps: cannot communicate with server");
		assertThatExceptionOfType(SnapException.class).isThrownBy(() -> snap.isInstalled("otelcol", ANY))
			.withMessage("cannot list snaps: cannot communicate with server");
	}

	@Test
	void refusedChangeIsConflict() throws IOException {
		SnapCommand snap = snap(10, "error: snap \"otelcol\" has \"configure-snap\" change in progress");
		assertThatExceptionOfType(SnapChangeConflictException.class).isThrownBy(() -> snap.install("otelcol", ANY))
			.withMessage("snap \"otelcol\" has \"configure-snap\" change in progress");
	}

	@Test
	void refusedChangeIsConflictByItsTextToo() throws IOException {
		SnapCommand snap = snap(1, "error: snap \"otelcol\" has \"install-snap\" change in progress");
		assertThatExceptionOfType(SnapChangeConflictException.class).isThrownBy(() -> snap.remove("otelcol"));
	}

	@Test
	void otherErrorIsNotConflict() throws IOException {
		SnapCommand snap = snap(1, "error: snap \"otelcol\" not found");
		assertThatExceptionOfType(SnapException.class).isThrownBy(() -> snap.set("otelcol", "level", "info"))
			.withMessage("snap \"otelcol\" not found")
			.isNotInstanceOf(SnapChangeConflictException.class);
	}

	@Test
	void removalOfAbsentSnapIsNoError() throws IOException {
		snap(0, "snap \"otelcol\" is not installed").remove("otelcol");
		assertThat(this.dir.resolve("arguments")).hasContent("remove otelcol");
	}

	@Test
	void installTakesLocalFile() throws IOException {
		snap(0, "").install("otelcol", ANY);
		assertThat(this.dir.resolve("arguments")).hasContent("install --dangerous otelcol_1.0.snap");
	}

	@Test
	void installWithoutFileTakesRevisionFromStore() throws IOException {
		snap(1, "error: no matching snaps installed");
		assertThatExceptionOfType(SnapException.class)
			.isThrownBy(() -> fromStore().install("otelcol", OptionalInt.of(80)));
		assertThat(this.dir.resolve("arguments")).hasContent("install otelcol --revision=80");
	}

	@Test
	void installOfInstalledSnapFromStoreIsRefresh() throws IOException {
		write("list", LIST);
		snap(0, "");
		fromStore().install("otelcol", OptionalInt.of(80));
		assertThat(this.dir.resolve("arguments")).hasContent("refresh otelcol --revision=80");
	}

	@Test
	void setTakesOption() throws IOException {
		snap(0, "").set("otelcol", "level", "info");
		assertThat(this.dir.resolve("arguments")).hasContent("set otelcol level=info");
	}

	@Test
	void messagesAreNotTranslated() throws IOException {
		snap(0, "").remove("otelcol");
		assertThat(this.dir.resolve("locale")).hasContent("C.UTF-8");
	}

	@Test
	void interruptedThreadWaitsForEndOfChange() throws IOException {
		Thread.currentThread().interrupt();
		snap(0, "").remove("otelcol");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.dir.resolve("ended")).exists();
	}

	@Test
	@Timeout(60)
	void longChangeIsFollowed() throws IOException {
		write("changes", CHANGES + "6    Doing  today at 13:02 UTC  -  Install \"otelcol\" snap\n");
		write("tasks", """
				Status  Spawn               Ready               Summary
				Done    today at 13:02 UTC  today at 13:02 UTC  Ensure prerequisites for "otelcol" are available
				Doing   today at 13:02 UTC  -                   Mount snap "otelcol"
				Do      today at 13:02 UTC  -                   Start snap "otelcol" services
				""");
		Path script = this.dir.resolve("snap");
		// It takes as long as nobody has heard of it
		Files.writeString(script, """
				#!/bin/sh
				cd "$(dirname "$0")"
				cat "$1" 2>&- || while [ ! -e heard ]; do sleep 0.05; done
				""");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
		new SnapCommand(script.toString(), Path.of("otelcol_1.0.snap"), this::hear).install("otelcol", ANY);
		assertThat(this.dir.resolve("heard")).hasContent("Mount snap \"otelcol\" (1 of 3 tasks done)");
	}

	private void hear(String progress) {
		try {
			Files.writeString(this.dir.resolve("heard"), progress);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write(String answer, String lines) throws IOException {
		Files.writeString(this.dir.resolve(answer), lines);
	}

	private SnapCommand fromStore() {
		return new SnapCommand(this.dir.resolve("snap").toString(), null, NOBODY);
	}

	private SnapCommand snap(int exitCode, String error) throws IOException {
		Path script = this.dir.resolve("snap");
		Files.writeString(script, """
				#!/bin/sh
				cd "$(dirname "$0")"
				echo "$*" > arguments
				echo "$LC_ALL" > locale
				cat "$1" 2>&- || echo "a line on standard output"
				echo '%s' >&2
				exec 1>&- 2>&-
				touch ended
				exit %d
				""".formatted(error, exitCode));
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
		return new SnapCommand(script.toString(), Path.of("otelcol_1.0.snap"), NOBODY);
	}

}
