package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.state.SnapState;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Registrations in a directory apart from the locks, which today's charms share.
 */
class RegistrationDirTests {

	@TempDir
	Path temp;

	private Path locks;

	private Path registrations;

	private SingletonSnapManager manager;

	@BeforeEach
	void createManager() {
		this.locks = this.temp.resolve("locks");
		this.registrations = this.temp.resolve("registrations");
		this.manager = SingletonSnapManager.builder("otelcol/0")
			.lockDir(this.locks)
			.registrationDir(this.registrations)
			.lockDirPermissions(PosixFilePermissions.fromString("rwxrwx---"))
			.build();
	}

	@Test
	void hasRegistrationsAndNothingElse() throws IOException {
		this.manager.register("otelcol", 80);
		try (SnapLock snap = this.manager.snapOperation("otelcol");
				SnapLock config = this.manager.configOperation(Path.of("/etc/otelcol/config.yaml"))) {
			this.manager.register("otelcol", 81);
			assertThat(this.registrations.toFile().list()).containsExactly("LCK..otelcol--rev81__otelcol_0");
		}
		assertThat(this.locks.toFile().list()).containsExactlyInAnyOrder("LCK..otelcol", "LCK..otelcol.gate",
				"LCK..config__etc_otelcol_config_yaml", "LCK..config__etc_otelcol_config_yaml.gate");
	}

	@Test
	void isTheLockDirUnlessItIsNamed() {
		SingletonSnapManager one = SingletonSnapManager.builder("a").lockDir(this.locks).build();
		assertThat(one.getRegistrationDir()).isEqualTo(one.getLockDir());
		assertThat(this.manager.getRegistrationDir()).isEqualTo(this.registrations).isNotEqualTo(one.getLockDir());
	}

	@Test
	void isCreatedWithThePermissionsOfTheLockDir() throws IOException {
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.registrations)))
			.isEqualTo("rwxrwx---");
	}

	@Test
	void relativePathIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SingletonSnapManager.builder("a").registrationDir(Path.of("snaps")))
			.withMessage("the registration directory \"snaps\" has a relative path: units that are started elsewhere "
					+ "would register in another one");
	}

	@Test
	void directoryOfAnotherUserIsRefused() throws IOException {
		Needs.root("chown");
		Peer.start("chown", "12345", this.registrations.toString()).waitFor();
		assertThatExceptionOfType(SnapLockException.class).isThrownBy(() -> this.manager.register("otelcol", 80))
			.withMessageStartingWith("cannot use registration directory " + this.registrations
					+ ": it belongs to another user, 12345, who could take any registration away");
	}

	@Test
	void registrationWithoutRevisionIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.manager.register("otelcol"))
			.withMessageStartingWith(
					"cannot register for snap \"otelcol\" without a revision in " + this.registrations);
		assertThat(this.registrations).isEmptyDirectory();
	}

	@Test
	void registrationIsRenewedWithItsRevision() {
		this.manager.register("otelcol", 80);
		this.manager.register("otelcol");
		assertThat(this.registrations.toFile().list()).containsExactly("LCK..otelcol--rev80__otelcol_0");
	}

	@Test
	void lockDirByAnotherPathIsNotApart() throws IOException {
		Path link = Files.createSymbolicLink(this.temp.resolve("link"), this.locks);
		SingletonSnapManager one = SingletonSnapManager.builder("a").lockDir(this.locks).registrationDir(link).build();
		one.register("otelcol");
		assertThat(this.locks.toFile().list()).containsExactly("LCK..otelcol--a");
	}

	@Test
	void registrationsInTheLockDirAreReadToo() throws IOException {
		Files.createFile(this.locks.resolve("LCK..otelcol--rev79__collector_3"));
		Files.createFile(this.locks.resolve("LCK..other--rev79__otelcol_0"));
		this.manager.register("otelcol", 80);
		assertThat(this.manager.getUnits("otelcol")).containsExactly("collector_3", "otelcol_0");
		assertThat(this.manager.getRevisions("otelcol")).containsExactly(79, 80);
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isTrue();
		assertThat(this.manager.getSnaps()).containsExactly("otelcol", "other");
		assertThat(this.manager.inspect().snaps()).extracting(SnapState::snap).containsExactly("otelcol", "other");
		assertThat(this.manager.inspectSnap("otelcol").registrations()).extracting(Registration::revision)
			.containsExactly(OptionalInt.of(79), OptionalInt.of(80));
	}

	@Test
	void registrationOfThisUnitInTheLockDirIsRemovedWhenItRegisters() throws IOException {
		Files.createFile(this.locks.resolve("LCK..otelcol--rev80__otelcol_0"));
		this.manager.register("otelcol");
		assertThat(this.locks).isEmptyDirectory();
		assertThat(this.registrations.toFile().list()).containsExactly("LCK..otelcol--rev80__otelcol_0");
	}

	@Test
	void registrationOfThisUnitInTheLockDirIsRemovedWhenItLeaves() throws IOException {
		Files.createFile(this.locks.resolve("LCK..otelcol--otelcol_0"));
		Files.createFile(this.locks.resolve("LCK..otelcol--rev79__collector_3"));
		assertThat(this.manager.unregister("otelcol")).isTrue();
		assertThat(this.locks.toFile().list()).containsExactly("LCK..otelcol--rev79__collector_3");
	}

	@Test
	void unitIsForgottenInBoth() throws IOException {
		Files.createFile(this.locks.resolve("LCK..otelcol--collector_3"));
		Files.createFile(this.registrations.resolve("LCK..otelcol--rev79__collector_3"));
		assertThat(this.manager.forget("otelcol", "collector/3")).isTrue();
		assertThat(this.manager.getUnits("otelcol")).isEmpty();
	}

	@Test
	void charmThatCrashesOnEveryOtherNameReadsOnWhileUnitsComeAndGo() throws IOException {
		try (Peer charm = Peer
			.start("python3", Path.of("src/test/resources/strict_charm.py").toAbsolutePath().toString(),
					this.registrations.toString())
			.expect("ready")) {
			for (int i = 0; i < 300; i++) {
				this.manager.register("otelcol", 80 + i % 2);
				this.manager.register("otelcol");
				if (i % 10 == 0) {
					this.manager.removeIfUnused("otelcol", () -> {
					});
				}
			}
			charm.send("enough");
			charm.expect("read on");
		}
	}

}
