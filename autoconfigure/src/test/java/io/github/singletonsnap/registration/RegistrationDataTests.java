package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.UnitAtWorkException;
import io.github.singletonsnap.state.Layout;
import io.github.singletonsnap.state.Registration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What registrations tell of revisions and times, and how one is forgotten.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationDataTests {

	private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

	@TempDir
	Path directory;

	private SingletonSnapManager manager;

	private SingletonSnapManager other;

	@BeforeEach
	void createManagers() {
		this.manager = SingletonSnapManager.builder("otelcol/0").lockDir(this.directory).build();
		this.other = SingletonSnapManager.builder("collector/3").lockDir(this.directory).build();
	}

	@Test
	void unitThatRegistersAgainWasLastSeenNow() throws IOException {
		this.manager.register("otelcol", 80);
		Files.setLastModifiedTime(this.directory.resolve("LCK..otelcol--rev80__otelcol_0"), FileTime.from(LONG_AGO));
		assertThat(onlyRegistration().lastSeen()).isEqualTo(LONG_AGO);
		Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		this.manager.register("otelcol", 80);
		assertThat(onlyRegistration().lastSeen()).isAfterOrEqualTo(before);
	}

	@Test
	void registrationTellsItsLayout() {
		this.manager.register("otelcol");
		assertThat(onlyRegistration().layout()).isEqualTo(Layout.WITHOUT_REVISION);
		this.manager.register("otelcol", 80);
		assertThat(onlyRegistration().layout()).isEqualTo(Layout.WITH_REVISION);
	}

	@Test
	void unitThatRegistersAgainWithoutNamingARevisionKeepsIt() {
		this.manager.register("otelcol", 80);
		this.manager.register("otelcol");
		assertThat(this.directory.toFile().list()).containsExactly("LCK..otelcol--rev80__otelcol_0");
	}

	@Test
	void unitThatDiedWhileItAskedForAnotherRevisionKeepsTheOneItAskedForLast() throws IOException {
		Files.createFile(this.directory.resolve("LCK..otelcol--rev81__otelcol_0"));
		Files.setLastModifiedTime(this.directory.resolve("LCK..otelcol--rev81__otelcol_0"), FileTime.from(LONG_AGO));
		Files.createFile(this.directory.resolve("LCK..otelcol--rev80__otelcol_0"));
		this.manager.register("otelcol");
		assertThat(this.directory.toFile().list()).containsExactly("LCK..otelcol--rev80__otelcol_0");
	}

	@Test
	void tellsTheSnapsThatThisUnitIsRegisteredForInAnyLayout() throws IOException {
		this.manager.register("zoo", 80);
		this.other.register("other");
		for (String name : new String[] { "otelcol__79--otelcol_0", "sibling__otelcol_0", "first--otelcol_0",
				"config__otelcol_0" }) {
			Files.createFile(this.directory.resolve("LCK.." + name));
		}
		assertThat(this.manager.getSnaps()).containsExactly("first", "otelcol", "sibling", "zoo");
	}

	private Registration onlyRegistration() {
		assertThat(this.manager.getRegistrations("otelcol")).hasSize(1);
		return this.manager.getRegistrations("otelcol").get(0);
	}

	@Test
	void newestRevisionIsTheHighestNumberThatAnyUnitAsksFor() {
		this.manager.register("otelcol", 9);
		this.other.register("otelcol", 80);
		assertThat(this.manager.getRevisions("otelcol")).containsExactly(9, 80);
		assertThat(this.manager.getNewestRevision("otelcol")).hasValue(80);
		assertThat(this.manager.isNewestRevision("otelcol", 79)).isFalse();
		assertThat(this.manager.isNewestRevision("otelcol", 80)).isTrue();
		assertThat(this.manager.isNewestRevision("otelcol", 81)).isTrue();
	}

	@Test
	void getNewestRevisionIsWhatTheRestNeedWhenTheUnitWithTheNewestLeaves() {
		this.manager.register("otelcol", 79);
		this.other.register("otelcol", 80);
		assertThat(this.other.removeIfUnused("otelcol", () -> {
		})).isFalse();
		assertThat(this.manager.getNewestRevision("otelcol")).hasValue(79);
		this.manager.unregister("otelcol");
		assertThat(this.manager.getNewestRevision("otelcol")).isEmpty();
	}

	@Test
	void unitWithoutRevisionKeepsNobodyFromAnyRevision() {
		this.other.register("otelcol");
		assertThat(this.manager.getRevisions("otelcol")).isEmpty();
		assertThat(this.manager.getNewestRevision("otelcol")).isEmpty();
		assertThat(this.manager.isNewestRevision("otelcol", 1)).isTrue();
	}

	@Test
	void revisionZeroIsARevision() {
		this.manager.register("otelcol", 0);
		assertThat(this.manager.getUnits("otelcol")).containsExactly("otelcol_0");
		assertThat(this.manager.getNewestRevision("otelcol")).hasValue(0);
		assertThat(this.manager.isNewestRevision("otelcol", 0)).isTrue();
	}

	@Test
	void getNewestRevisionThatCanBeAskedForIsReadAsItWasWritten() {
		this.manager.register("otelcol", Integer.MAX_VALUE);
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isFalse();
		assertThat(this.manager.getNewestRevision("otelcol")).hasValue(Integer.MAX_VALUE);
		assertThat(this.manager.unregister("otelcol")).isTrue();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void doesNotForgetTheUnitThatIsAsked() {
		this.manager.register("otelcol", 80);
		assertThatExceptionOfType(UnitAtWorkException.class)
			.isThrownBy(() -> this.manager.forget("otelcol", this.manager.getUnitName()))
			.withMessageContaining("It leaves by unregister");
		assertThat(this.manager.getSnaps()).containsExactly("otelcol");
	}

	@Test
	void forgetsOneUnitInEveryLayoutAndNoOther(CapturedOutput output) throws IOException {
		for (String name : new String[] { "--rev80__otelcol_7", "__79--otelcol_7", "__otelcol_7", "--otelcol_7",
				"--rev80__otelcol_70", "--otelcol_0", "_a--otelcol_7" }) {
			Files.createFile(this.directory.resolve("LCK..otelcol" + name));
		}
		assertThat(this.manager.forget("otelcol", "otelcol/7")).isTrue();
		assertThat(this.directory.toFile().list()).containsExactlyInAnyOrder("LCK..otelcol--rev80__otelcol_70",
				"LCK..otelcol--otelcol_0", "LCK..otelcol_a--otelcol_7");
		assertThat(this.manager.forget("otelcol", "otelcol/7")).isFalse();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.endsWith("Unit otelcol_7 no longer counts as a user of snap otelcol: otelcol_0 was asked to forget it. "
					+ "If it still uses the snap, let it register again");
	}

}
