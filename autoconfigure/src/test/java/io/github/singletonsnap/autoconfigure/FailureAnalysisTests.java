package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.singletonsnap.support.Peer;
import io.github.singletonsnap.support.WindowsApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads when the application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@TempDir
	Path directory;

	@Test
	void unitWithoutNameIsShownTheLineToAdd(CapturedOutput output) {
		start("--singleton-snap.lock-dir=" + this.directory);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("This unit has no name: neither singleton-snap.unit-name nor the environment variable "
					+ "JUJU_UNIT_NAME is set.")
			.contains("    singleton-snap.unit-name=otelcol/0");
		assertThat(this.directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			unit-name=otel col | "otel col" cannot be a unit's name: it may have ASCII letters | otelcol/0
			snap-timeout=-1s | cannot wait for PT-1S: a timeout is a positive duration | Use a duration such as 30s
			config-timeout=-1s | cannot wait for PT-1S: a timeout is a positive duration | Use a duration such as 30s
			hold-warning=0s | cannot warn of locks held for PT0S: it must be positive | Use a duration such as 5m
			lock-dir-permissions=755 | Invalid mode | Use the form rwxr-xr-x.
			lock-file-permissions=600 | Invalid mode | Use the form rw-------.
			""")
	void badPropertyIsNamed(String property, String reason, String action, CapturedOutput output) {
		Path lockDir = this.directory.resolve("locks");
		start("--singleton-snap.lock-dir=" + lockDir, "--singleton-snap." + property,
				property.startsWith("unit-name") ? "" : "--singleton-snap.unit-name=otelcol/0");
		assertThat(output)
			.contains("Property singleton-snap." + property.substring(0, property.indexOf('=')) + " is not usable: "
					+ reason)
			.contains(action);
		assertThat(lockDir).doesNotExist();
	}

	@ParameterizedTest
	@CsvSource({ "snap=a/b, is not a snap's name", "revision=80, is not a snap's name" })
	void badSnapToRegisterIsNamed(String property, String reason, CapturedOutput output) {
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + this.directory,
				"--singleton-snap.register[0]." + property);
		assertThat(output).contains("Property singleton-snap.register[0] is not usable: ")
			.contains(reason)
			.contains("as singleton-snap.register[0].snap=otelcol");
	}

	@Test
	void lockDirThatIsAFileIsNamed(CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + file);
		assertThat(output)
			.contains("Property singleton-snap.lock-dir is not usable: cannot use lock directory " + file
					+ ": it is not a directory.")
			.contains("Set it to a directory that belongs to root or to the user of this application");
	}

	@Test
	void platformWithoutFlockIsNamed() throws IOException {
		try (Peer application = Peer.java(WindowsApplication.class, "--singleton-snap.unit-name=otelcol/0",
				"--singleton-snap.lock-dir=" + this.directory)) {
			assertThat(application.readAll())
				.contains("This platform has no locks that this starter can use: cannot lock files on Windows 11 ")
				.contains("there is no flock(2).")
				.contains("For development alone, set singleton-snap.enabled=false");
		}
	}

	private static void start(String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.build();
		assertThatException().isThrownBy(() -> application.run(arguments).close());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
