package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.support.LockingApplication;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import io.github.singletonsnap.support.WindowsApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
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
	private static final List<String> WITHOUT_ROOTS_RIGHTS = Needs.isRoot()
			? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all") : List.of();

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
	@CsvSource(delimiter = '|',
			textBlock = """
					unit-name=otel col | "otel col" cannot be a unit's name: it may have ASCII letters | otelcol/0
					snap-timeout=-1s | cannot wait for PT-1S: a timeout is a positive duration | Use a duration such as 30s
					unit-name=${NO_SUCH_NAME} | nothing sets what "${NO_SUCH_NAME}" refers to. | as in ${JUJU_UNIT_NAME:otelcol/0}
					registration-dir=/x/${NO_SUCH_NAME} | nothing sets what "/x/${NO_SUCH_NAME}" refers to. | give the placeholder a default
					snapd.socket=snapd.socket | "snapd.socket" is a relative path. | Use the absolute path of snapd's socket
					config-timeout=-1s | cannot wait for PT-1S: a timeout is a positive duration | Use a duration such as 30s
					hold-warning=0s | cannot warn of locks held for PT0S: it must be positive | Use a duration such as 5m
					snap-timeout=30 | "30" has no unit, and would be milliseconds. | Write 30s for seconds, or 30ms if that is what you mean.
					config-timeout=3 | "3" has no unit, and would be milliseconds. | Write 3s for seconds
					hold-warning=60 | "60" has no unit, and would be milliseconds. | Write 60s for seconds
					lock-dir-permissions=777 | "777" has not the form rwxr-xr-x. | Write rwxrwxrwx.
					lock-dir-permissions=493 | "493" has not the form rwxr-xr-x. | Write rwxr-xr-x, if 0755 is meant: YAML reads that as the number 493.
					lock-dir-permissions=2775 | "2775" has not the form rwxr-xr-x. | Write rwxrwxr-x. Bits before the last three digits cannot be set here
					lock-dir-permissions=rw-rw-rw- | "rw-rw-rw-" would keep the owner of a lock directory out, who needs rwx | Use the form rwxr-xr-x.
					lock-file-permissions=0660 | "0660" has not the form rw-------. | Write rw-rw----.
					lock-file-permissions=432 | "432" has not the form rw-------. | Write rw-rw----, if 0660 is meant
					lock-file-permissions=u=rw | "u=rw" has not the form rw-------. | Use the form rw-------.
					lock-file-permissions=r--r--r-- | "r--r--r--" would keep the owner of a lock file out, who needs rw- | Use the form rw-------.
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
	void badNameOfJujuIsNamed(CapturedOutput output) {
		start("--JUJU_UNIT_NAME=otel col", "--singleton-snap.lock-dir=" + this.directory);
		assertThat(output)
			.contains("The environment variable JUJU_UNIT_NAME is not usable: \"otel col\" cannot be a unit's name: ")
			.contains("or in singleton-snap.unit-name, which comes first.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--singleton-snap.snap-timeout=100", "--singleton-snap.snap-timeout=30ms",
			"--singleton-snap.snap-timeout=0", "--singleton-snap.snap-timeout=" })
	void timeoutThatIsMeantIsUsed(String argument) {
		application()
			.run(argument, "--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + this.directory)
			.close();
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
	@CsvSource(delimiter = '|',
			textBlock = """
					[1].snap=a/b | register[1] | "a/b" is not a snap's name
					[1].revision=80 | register[1] | "" is not a snap's name
					[1].snap=otelcol | register[1] | snap "otelcol" is listed already, as singleton-snap.register[0]
					[0].rev=80 | register[0].rev | an entry has snap and revision, and nothing else
					.otelcol=80 | register.otelcol | singleton-snap.register is a list of entries, and no map with names such as "otelcol"
					""")
	void badListOfSnapsIsNamedAndNoneIsRegistered(String property, String name, String reason, CapturedOutput output) {
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + this.directory,
				"--singleton-snap.register[0].snap=otelcol", "--singleton-snap.register" + property);
		assertThat(output).contains("Property singleton-snap." + name + " is not usable: " + reason);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void nameInThePlaceOfAnEntryIsNamed(CapturedOutput output) {
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.register[0]=otelcol");
		assertThat(output).contains(
				"Property singleton-snap.register[0] is not usable: its value is a text alone, but an entry has parts.")
			.contains("      - snap: otelcol\n");
	}

	@Test
	void formOfTheListIsShown(CapturedOutput output) {
		start("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.register.otelcol=80");
		assertThat(output).contains("      register:\n      - snap: otelcol\n        revision: 80\n")
			.contains("In application.properties that is singleton-snap.register[0].snap=otelcol.");
	}

	@Test
	void misspelledPropertyIsWarnedOf(CapturedOutput output) {
		application()
			.run("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lockDir=" + this.directory,
					"--singleton-snap.register[0].snap=otelcol", "--singleton-snap.test.isolated=true",
					"--singleton-snap.snap-timout=1m", "--singleton-snap.aop.oder=7", "--singleton-snap.hold-warning=")
			.close();
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).hasSize(2)
			.anySatisfy((line) -> assertThat(line).contains("Property singleton-snap.snap-timout is unknown"))
			.anySatisfy((line) -> assertThat(line).contains("Property singleton-snap.aop.oder is unknown"));
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
					register=otelcol | "otelcol" is not a list | singleton-snap.register[0].snap=otelcol.
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
		Needs.root("chown");
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
	void lockDirWhereAllMayTakeLocksAwayIsNamed(CapturedOutput output) throws IOException {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		startLocking();
		assertThat(output)
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
				.contains("The application cannot lock: the native code that locks cannot be called: JNA is missing: ",
						"put net.java.dev.jna:jna on the class path.")
				.doesNotContain("body ran");
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	@Test
	void holderOfALockThatTheStartNeedsIsNamed(CapturedOutput output) throws IOException {
		try (Peer holder = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
			startLocking();
			assertThat(output).contains("The application needs a lock to start: cannot lock snap \"otelcol\": ")
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

	private void startLocking() {
		SpringApplication application = application(Locking.class);
		assertThatException().isThrownBy(() -> application
			.run("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + this.directory)
			.close());
	}

	private static void start(String... arguments) {
		SpringApplication application = application();
		assertThatException().isThrownBy(() -> application.run(arguments).close());
	}

	private static SpringApplication application(Class<?>... more) {
		return new SpringApplicationBuilder(Application.class).sources(more).web(WebApplicationType.NONE).build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Locking {

		@Bean
		ApplicationRunner locking(SingletonSnapManager manager) {
			return (arguments) -> {
				manager.snapOperation("otelcol", Duration.ZERO).close();
				System.out.println("body ran");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class })
	static class Application {

	}

}
