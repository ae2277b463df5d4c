package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.support.LockingApplication;
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
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads when the application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	// Root otherwise may write to any directory
	private static final List<String> WITHOUT_ROOTS_RIGHTS = List.of("setpriv",
			"--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all");

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

	@Test
	void relativeLockDirIsNamed(CapturedOutput output) {
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=locks");
		assertThat(output)
			.contains(
					"Property singleton-snap.lock-dir is not usable: the lock directory \"locks\" has a relative path")
			.contains("Set it to the absolute path of a directory");
		assertThat(Path.of("locks")).doesNotExist();
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

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					snap-timeout=soon | "soon" is not a duration | Use a duration such as 30s or 5m.
					hold-warning=5 parsecs | "5 parsecs" is not a duration | Use a duration such as 30s or 5m.
					enabled=maybe | "maybe" is not true or false | Use true, or false to lock within this process only.
					snapd.await-changes=sometimes | "sometimes" is not one of its values | Use one of: auto, always, never.
					aop.order=first | "first" is not a whole number | Use a whole number such as 80, or leave the property out.
					register[0].revision=x1 | "x1" is not a whole number | Use a whole number such as 80, or leave the property out.
					register=otelcol | "otelcol" is not what is expected | Use the form singleton-snap.register[0].snap=otelcol.
					lock-dir=a\u0000b | is not a path | Use the absolute path of a directory.
					""")
	void valueOfAnotherTypeIsNamed(String property, String reason, String action, CapturedOutput output) {
		start("--singleton-snap.unit-name=otelcol/0",
				property.startsWith("lock-dir") ? "" : "--singleton-snap.lock-dir=" + this.directory,
				"--singleton-snap." + property.replace("\\u0000", "\0"));
		assertThat(output)
			.contains("Property singleton-snap." + property.substring(0, property.indexOf('=')) + " is not usable: ")
			.contains(reason)
			.contains("It comes from ")
			.contains("commandLineArgs")
			.contains(action);
	}

	// Whichever of the two is first on the class path
	@Test
	void valueOfAnotherTypeIsNotLeftToBoot() {
		assertThat(OrderUtils.getOrder(UnusableValueFailureAnalyzer.class)).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
	}

	@Test
	void registrationThatCannotBeWrittenIsNamed(CapturedOutput output) throws IOException {
		Path inTheWay = Files.createDirectory(this.directory.resolve("LCK..otelcol--otelcol_0"));
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + this.directory,
				"--singleton-snap.register[0].snap=otelcol");
		assertThat(output)
			.contains("The unit cannot register as singleton-snap.register[0] says: cannot register for snap "
					+ "\"otelcol\": " + inTheWay + ": Is a directory.")
			.contains("See that this user may write to the lock directory");
	}

	@Test
	void lockDirBelowAFileIsNamed(CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + file.resolve("locks"));
		assertThat(output).contains("cannot use lock directory " + file.resolve("locks")
				+ ": it is absent, and cannot be created because " + file + " is a file.");
	}

	@Test
	void lockDirOfAnotherUserIsNamed(CapturedOutput output) throws IOException {
		Path foreign = Files.createDirectory(this.directory.resolve("foreign"));
		Peer.start("chown", "12345", foreign.toString()).waitFor();
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + foreign);
		assertThat(output).contains("cannot use lock directory " + foreign + ": it belongs to another user, 12345, ")
			.contains(
					"Set it to the absolute path of a directory that belongs to root or to the user of this application");
	}

	@Test
	void lockDirThatLeadsNowhereIsNamed(CapturedOutput output) throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), Path.of("nowhere"));
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + link);
		assertThat(output)
			.contains("cannot use lock directory " + link + ": it is a symbolic link that leads nowhere.");
	}

	// As where there is no /run/lock, and the application does not run as root
	@Test
	void lockDirThatThisUserMayNotCreateIsNamed() throws IOException {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("r-xr-xr-x"));
		Path parent = this.directory.resolve("lock");
		assertThat(start(WITHOUT_ROOTS_RIGHTS, parent.resolve("snaps")))
			.contains("Property singleton-snap.lock-dir is not usable: cannot use lock directory "
					+ parent.resolve("snaps") + ": it is absent, and this user may not create " + parent + ".")
			.contains("that this user may write to, the same for all units of the machine.")
			.doesNotContain("body ran");
	}

	@Test
	void lockDirThatThisUserMayNotWriteToIsNamed() throws IOException {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("r-xr-xr-x"));
		assertThat(start(WITHOUT_ROOTS_RIGHTS, this.directory))
			.contains("cannot use lock directory " + this.directory + ": this process may not write to it.")
			.doesNotContain("body ran");
	}

	@Test
	void lockDirWhereAllMayTakeLocksAwayIsNamed() throws IOException {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThat(start(List.of(), this.directory))
			.contains("The application needs a lock to start: cannot lock snap \"otelcol\": " + this.directory
					+ ": every user of the machine may remove the locks in it while they are held. Forbid that with "
					+ "chmod o-w, or with chmod +t if units of several users share it.")
			.contains("Put right what is said above, and start again.")
			.doesNotContain("body ran");
	}

	@Test
	void nativeCodeThatCannotBeLoadedIsNamed() throws IOException {
		assertThat(
				start(List.of("env", "JAVA_TOOL_OPTIONS=-Djna.nounpack=true -Djna.noclasspath=true"), this.directory))
			.contains(this.directory + "/LCK..otelcol: the native code that locks cannot be loaded ("
					+ "java.lang.UnsatisfiedLinkError: Unable to locate JNA native support library). ")
			.contains("name another one with -Djna.tmpdir.")
			.doesNotContain("body ran");
	}

	@Test
	void missingJnaIsNamed() throws IOException {
		List<String> command = new ArrayList<>(Peer.javaCommand(LockingApplication.class,
				"--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + this.directory));
		command.replaceAll((word) -> word.replaceAll("[^:]*/jna-[^:/]*[.]jar", ""));
		try (Peer application = Peer.start(command.toArray(String[]::new))) {
			assertThat(application.readAll())
				.contains(this.directory + "/LCK..otelcol: the native code that locks cannot be loaded (",
						"JNA is missing: put net.java.dev.jna:jna on the class path.")
				.doesNotContain("body ran");
		}
	}

	@Test
	void holderOfALockThatTheStartNeedsIsNamed() throws IOException {
		try (Peer holder = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
			assertThat(start(List.of(), this.directory))
				.contains("The application needs a lock to start: cannot lock snap \"otelcol\": ")
				.contains("It is held by pid " + holder.pid() + " (flock)")
				.contains("Let the holder finish, or end it, and start again.")
				.doesNotContain("body ran");
		}
	}

	private static String start(List<String> prefix, Path lockDir) throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(Peer.javaCommand(LockingApplication.class, "--singleton-snap.unit-name=otelcol/0",
				"--singleton-snap.lock-dir=" + lockDir));
		try (Peer application = Peer.start(command.toArray(String[]::new))) {
			String output = application.readAll();
			assertThat(application.waitFor()).as(output).isOne();
			return output;
		}
	}

	@Test
	void lockDirThatIsAFileIsNamed(CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + file);
		assertThat(output)
			.contains("Property singleton-snap.lock-dir is not usable: cannot use lock directory " + file
					+ ": it is not a directory.")
			.contains(
					"Set it to the absolute path of a directory that belongs to root or to the user of this application");
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
