package io.github.singletonsnap.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleApplication}, as seen from the command line.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	@TempDir
	private Path dir;

	@Test
	void usageIsShownWithoutCommand(CapturedOutput output) {
		assertThat(run()).isEqualTo(2);
		assertThat(output).contains("start ", "reconcile ", "remove ", "fleet ", "serve ");
	}

	@Test
	void unknownCommandIsNamed(CapturedOutput output) {
		assertThat(run("stop")).isEqualTo(2);
		assertThat(output.getErr()).isEqualToIgnoringNewLines("error: unknown command \"stop\". All commands: --help");
	}

	@Test
	void helpIsNoError(CapturedOutput output) {
		assertThat(run("--help")).isZero();
		assertThat(output).contains("start ", "reconcile ", "remove ", "fleet ", "serve ");
		assertThat(output.getOut().lines()).allMatch((line) -> line.length() <= 80);
	}

	@Test
	void helpWithFleetShowsItsOptions(CapturedOutput output) {
		assertThat(run("fleet", "--help")).isZero();
		assertThat(output).contains("--sample.units=4", "--sample.operations=15", "--exit-when-done");
		assertThat(output.getOut().lines()).allMatch((line) -> line.length() <= 80);
		assertThat(output).doesNotContain("Starting");
	}

	@Test
	void startReconcileAndRemoveTellWhatTheyDid(CapturedOutput output) {
		assertThat(run("start")).isZero();
		assertThat(output).contains("otelcol/0: snap otelcol installed")
			.contains("otelcol/0: config " + this.dir + "/config.yaml written");
		assertThat(run("reconcile")).isZero();
		assertThat(output).contains("otelcol/0: snap otelcol is there already")
			.contains("otelcol/0: config " + this.dir + "/config.yaml is unchanged");
		assertThat(run("remove")).isZero();
		assertThat(output).contains("otelcol/0: left, snap otelcol removed");
	}

	@Test
	void errorOfSnapdIsShown(CapturedOutput output) throws Exception {
		long living = ProcessHandle.current().parent().orElseThrow().pid();
		Files.createSymbolicLink(Files.createDirectory(this.dir.resolve("snapd")).resolve("otelcol.change-1"),
				Path.of("remove-snap " + living));
		assertThat(run("start")).isOne();
		assertThat(output.getErr())
			.isEqualToIgnoringNewLines("error: snap \"otelcol\" has \"remove-snap\" change in progress");
	}

	private int run(String... command) {
		List<String> arguments = new ArrayList<>(List.of(command));
		arguments.addAll(List.of("--sample.client=embedded", "--sample.dir=" + this.dir, "--sample.retries=0",
				"--singleton-snap.unit-name=otelcol/0"));
		return SpringApplication.exit(SampleApplication.run(arguments.toArray(String[]::new)));
	}

}
