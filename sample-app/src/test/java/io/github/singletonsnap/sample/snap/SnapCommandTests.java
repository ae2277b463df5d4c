package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SnapCommand}, with a script in the place of {@code snap} that writes
 * what snap 2.57 writes.
 */
class SnapCommandTests {

	@TempDir
	private Path dir;

	@Test
	void listedSnapIsInstalled() throws IOException {
		assertThat(snap(0, "").isInstalled("otelcol")).isTrue();
	}

	@Test
	void snapThatIsNotListedIsAbsent() throws IOException {
		assertThat(snap(1, "error: no matching snaps installed").isInstalled("otelcol")).isFalse();
	}

	@Test
	void snapIsNotCalledAbsentIfSnapdDoesNotAnswer() throws IOException {
		SnapCommand snap = snap(1, "error: cannot list snaps: cannot communicate with server");
		assertThatExceptionOfType(SnapException.class).isThrownBy(() -> snap.isInstalled("otelcol"))
			.withMessage("cannot list snaps: cannot communicate with server");
	}

	@Test
	void refusedChangeIsConflict() throws IOException {
		SnapCommand snap = snap(10, "error: snap \"otelcol\" has \"configure-snap\" change in progress");
		assertThatExceptionOfType(SnapChangeConflictException.class).isThrownBy(() -> snap.install("otelcol"))
			.withMessage("snap \"otelcol\" has \"configure-snap\" change in progress");
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
		snap(0, "").install("otelcol");
		assertThat(this.dir.resolve("arguments")).hasContent("install --dangerous otelcol_1.0.snap");
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

	private SnapCommand snap(int exitCode, String error) throws IOException {
		Path script = this.dir.resolve("snap");
		Files.writeString(script, """
				#!/bin/sh
				cd "$(dirname "$0")"
				echo "$*" > arguments
				echo "$LC_ALL" > locale
				echo "a line on standard output"
				echo '%s' >&2
				exec 1>&- 2>&-
				touch ended
				exit %d
				""".formatted(error, exitCode));
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
		return new SnapCommand(script.toString(), Path.of("otelcol_1.0.snap"));
	}

}
