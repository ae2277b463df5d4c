package io.github.singletonsnap.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the command {@code fleet}, with units as processes on the stand-in for snapd.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(300)
class FleetTests {

	@TempDir
	private Path dir;

	@Test
	void nothingCollidesWithLocksAndMuchWithout(CapturedOutput output) {
		assertThat(run()).isZero();
		assertThat(output)
			.contains("With locks:\n60 operations: 0 conflicts, 0 overlaps, 0 failures, 0 lost config updates")
			.containsPattern("Without locks:\n60 operations: [1-9][0-9]* conflicts, [1-9][0-9]* overlaps, ");
	}

	@Test
	void changesCollideWithoutLocks(CapturedOutput output) {
		assertThat(run("--singleton-snap.enabled=false")).isOne();
		assertThat(output).contains("OVERLAP")
			.containsPattern("CONFLICT:\\s+snap\\s+\"otelcol\"\\s+has\\s+\"[a-z]+-snap\"\\s+change\\s+in\\s+progress")
			.doesNotContainPattern("(?m)^(?!INFO|WARN|ERROR).{81}")
			.containsPattern("60 operations: [1-9][0-9]* conflicts, [1-9][0-9]* overlaps, ");
	}

	@Test
	void unitsAreKilledAtDeadline(CapturedOutput output) {
		assertThat(run("--sample.deadline=0s", "--sample.units=2", "--sample.without-locks=false")).isOne();
		assertThat(output).contains("otelcol/0 did not get ready in time")
			.containsPattern("INCOMPLETE\nWith locks:\n0 operations");
	}

	@Test
	void nothingIsLeftBehind() {
		run("--sample.units=1", "--sample.without-locks=false");
		assertThat(this.dir).isDirectoryNotContaining((file) -> file.getFileName().toString().startsWith("fleet-"));
	}

	@Test
	void nothingIsLeftBehindAfterInterrupt() throws Exception {
		Process fleet = start();
		try (BufferedReader output = fleet.inputReader()) {
			assertThat(output.lines().anyMatch((line) -> line.contains("installed"))).isTrue();
			new ProcessBuilder("sh", "-c", "kill -INT " + fleet.pid()).start().waitFor();
			assertThat(output.lines()).contains("Stopped.").noneMatch((line) -> line.contains("Exception"));
			assertThat(fleet.waitFor()).isEqualTo(130);
			assertThat(this.dir).isDirectoryNotContaining((file) -> file.getFileName().toString().startsWith("fleet-"));
		}
		finally {
			fleet.destroyForcibly();
		}
	}

	@Test
	void unitsDieWithFleet() throws Exception {
		Process fleet = start();
		try (BufferedReader output = fleet.inputReader()) {
			assertThat(output.lines().anyMatch((line) -> line.contains("installed"))).isTrue();
			List<ProcessHandle> units = fleet.children().toList();
			assertThat(units).hasSize(2);
			fleet.destroyForcibly();
			for (ProcessHandle unit : units) {
				unit.onExit().get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			fleet.destroyForcibly();
		}
	}

	@Test
	void takenPortIsNamedWithAnother(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = taken.getLocalPort();
			assertThatException().isThrownBy(() -> SampleApplication.run("fleet", "--server.port=" + port,
					"--sample.client=embedded", "--sample.dir=" + this.dir));
			assertThat(output).contains("Port " + port + " is taken by another program")
				.contains("--server.port=" + (port + 1));
		}
		assertThat(this.dir).isEmptyDirectory();
	}

	private Process start() throws IOException {
		// Where this was started in the background SIGINT is ignored, by children as well
		return new ProcessBuilder("env", "--default-signal=INT",
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), SampleApplication.class.getName(), "fleet",
				"--sample.client=embedded", "--sample.dir=" + this.dir, "--sample.units=2",
				"--sample.without-locks=false", "--server.port=0")
			.redirectErrorStream(true)
			.start();
	}

	private int run(String... options) {
		List<String> arguments = new ArrayList<>(
				List.of("fleet", "--exit-when-done", "--sample.client=embedded", "--sample.dir=" + this.dir));
		arguments.addAll(List.of(options));
		return SpringApplication.exit(SampleApplication.run(arguments.toArray(String[]::new)));
	}

}
