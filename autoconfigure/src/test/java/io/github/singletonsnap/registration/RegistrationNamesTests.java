package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.support.ManagerShell;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whatever name a file has, a reader says who uses the snap.
 */
class RegistrationNamesTests {

	private static final String FORTY = "a123456789b123456789c123456789d123456789";

	@TempDir
	Path directory;

	private SingletonSnapManager manager;

	@BeforeEach
	void createManager() {
		this.manager = manager("otelcol/0");
	}

	private SingletonSnapManager manager(String unit) {
		return SingletonSnapManager.builder(unit).lockDir(this.directory).build();
	}

	@Test
	void writesSlashAsUnderscore() {
		this.manager.register("otelcol", 80);
		assertThat(this.directory.resolve("LCK..otelcol--rev80__otelcol_0")).exists();
		assertThat(this.manager.getUnits("otelcol")).containsExactly("otelcol_0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "LCK..", "LCK..otelcol", "LCK..otelcol.gate", "LCK..otelcol--", "LCK..otelcol__",
			"LCK..otelcol-", "LCK..otelcol-x--u", "LCK..otelcol_a--u", "LCK..otelcol_a--rev80__u", "LCK..otelcol_a__u",
			"LCK..config__etc_otelcol--u", "lck..otelcol--u", ".LCK..otelcol--u" })
	void fileThatIsNoRegistrationOfTheSnapIsIgnored(String name) throws IOException {
		Files.createFile(this.directory.resolve(name));
		assertThat(this.manager.getUnits("otelcol")).isEmpty();
		assertThat(this.manager.getRegistrations("otelcol")).isEmpty();
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "LCK..otelcol--rev007__u, u, 7", "LCK..otelcol--rev999999999__u, u, 999999999",
			"LCK..otelcol--rev2147483648__u, rev2147483648__u,", "LCK..otelcol--rev80__a__b, a__b, 80",
			"LCK..otelcol--rev80__a--b, a--b, 80", "LCK..otelcol__79--u, u, 79", "LCK..otelcol__79, 79,",
			"LCK..otelcol--rev__u, rev__u,", "LCK..otelcol--rev80__, rev80__,", "LCK..otelcol--rev-1__u, rev-1__u,",
			"LCK..otelcol--revx1__u, revx1__u,", "LCK..otelcol--rev99999999999__u, rev99999999999__u,",
			"LCK..otelcol---, -,", "LCK..otelcol--., .," })
	void fileThatMayBeARegistrationCounts(String name, String unit, Integer revision) throws IOException {
		Files.createFile(this.directory.resolve(name));
		assertThat(this.manager.getUnits("otelcol")).containsExactly(unit);
		assertThat(this.manager.getRevisions("otelcol"))
			.containsExactlyElementsOf((revision != null) ? List.of(revision) : List.of());
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isTrue();
	}

	@Test
	void unitWithALineBreakCountsAndCanBeForgotten() throws IOException {
		Files.createFile(this.directory.resolve("LCK..otelcol--rev80__otelcol\n0"));
		assertThat(this.manager.getUnits("otelcol")).containsExactly("otelcol\n0");
		assertThat(this.manager.forget("otelcol", "otelcol\n0")).isTrue();
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isFalse();
	}

	@Test
	void directoryIsIgnoredAndALinkCounts() throws IOException {
		Path target = Files.createDirectory(this.directory.resolve("LCK..otelcol--directory"));
		Files.createSymbolicLink(this.directory.resolve("LCK..otelcol--rev80__linked"), target);
		Files.createSymbolicLink(this.directory.resolve("LCK..otelcol--dangling"), Path.of("nowhere"));
		assertThat(this.manager.getUnits("otelcol")).containsExactly("dangling", "linked");
		assertThat(this.manager.getRegistrations("otelcol")).hasSize(2);
		this.manager.forget("otelcol", "linked");
		assertThat(target).exists();
	}

	@Test
	void instanceOfASnapHasUnitsOfItsOwn() {
		this.manager.register("otelcol", 80);
		manager("collector/3").register("otelcol_a", 81);
		manager("collector/4").register("otelcol_a");
		assertThat(this.manager.getUnits("otelcol")).containsExactly("otelcol_0");
		assertThat(this.manager.getUnits("otelcol_a")).containsExactly("collector_3", "collector_4");
		assertThat(this.manager.unregister("otelcol_a")).isFalse();
		assertThat(this.manager.removeIfUnused("otelcol", () -> {
		})).isTrue();
	}

	@Test
	void locksOfConfigFilesAreNoUnitsOfASnapNamedConfig() throws IOException {
		this.manager.configOperation(Path.of("/otelcol_0")).close();
		List<String> locks = Arrays.asList(this.directory.toFile().list());
		this.manager.register("config", 80);
		assertThat(this.manager.getUnits("config")).containsExactly("otelcol_0");
		assertThat(this.manager.unregister("config")).isTrue();
		assertThat(this.directory.toFile().list()).containsExactlyInAnyOrderElementsOf(locks);
	}

	@Test
	void unitOf200CharactersFitsBesideALongSnapAsFarAsAFileNameGoes() {
		SingletonSnapManager unit = manager("u".repeat(200));
		unit.register(FORTY);
		unit.register(FORTY, 999);
		assertThat(unit.getUnits(FORTY)).containsExactly(unit.getUnitName());
		assertThatIllegalArgumentException().isThrownBy(() -> unit.register(FORTY, 1000))
			.withMessageEndingWith("is too long for a file's name: it takes 256 bytes, and 255 is the limit");
		assertThat(unit.getRevisions(FORTY)).containsExactly(999);
	}

	@Test
	void unitOf200CharactersIsRefusedBesideTheLongestSnap() {
		SingletonSnapManager unit = manager("u".repeat(200));
		assertThatIllegalArgumentException().isThrownBy(() -> unit.register(FORTY + "_0123456789"))
			.withMessageEndingWith("it takes 258 bytes, and 255 is the limit");
		assertThatIllegalArgumentException().isThrownBy(() -> unit.register(FORTY + "_0123456789", 80))
			.withMessageEndingWith("it takes 265 bytes, and 255 is the limit");
		assertThat(this.directory).isEmptyDirectory();
		assertThat(unit.getUnits(FORTY + "_0123456789")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POSIX", "C.UTF-8" })
	void foreignUnitsAreNamedAlikeInEveryLocale(String locale) throws IOException {
		try (Peer unit = amongForeignNames(locale)) {
			unit.send("units otelcol");
			unit.expect("[gr\\u00f6\\u00dfe_0, \\ud835\\udcb3_1, \\ufffdff\\ufffdfe_2]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "POSIX", "C.UTF-8" })
	void foreignUnitsCountInEveryLocale(String locale) throws IOException {
		try (Peer unit = amongForeignNames(locale)) {
			unit.send("units otelcol");
			assertThat(unit.readLine().split(", ")).hasSize(3);
			unit.send("registrations otelcol");
			unit.expect("3");
			unit.send("used otelcol");
			unit.expect("true");
			unit.send("register otelcol 80");
			unit.expect("registered");
			unit.send("remove otelcol");
			unit.expect("false");
			unit.send("registrations otelcol");
			unit.expect("3");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "POSIX", "C.UTF-8" })
	void namesThatAreNotUtf8AreTwoUnitsAndOneIsForgotten(String locale) throws IOException {
		createByPython("LCK..otelcol--rev7__\\xff", "LCK..otelcol--rev7__\\xfe");
		try (Peer unit = inLocale(locale)) {
			unit.send("units otelcol");
			unit.expect("[\\ufffdfe, \\ufffdff]");
			unit.send("forget otelcol \ufffdff");
			unit.expect("true");
			unit.send("units otelcol");
			unit.expect("[\\ufffdfe]");
		}
	}

	@Test
	void nameThatReadsAsABytesCodeIsAnotherUnit() throws IOException {
		createByPython("LCK..otelcol--\\xff", "LCK..otelcol--\\xef\\xbf\\xbdff");
		assertThat(this.manager.forget("otelcol", "\ufffdff")).isTrue();
		assertThat(this.manager.getUnits("otelcol")).containsExactly("\ufffdef\ufffdbf\ufffdbdff");
	}

	// With \\xff in a name for that byte
	private void createByPython(String... names) throws IOException {
		for (String name : names) {
			String program = "import os, sys; open(os.fsencode(sys.argv[1]) + b'/" + name + "', 'w').close()";
			assertThat(Peer.start("python3", "-c", program, this.directory.toString()).waitFor()).isZero();
		}
	}

	private Peer amongForeignNames(String locale) throws IOException {
		Path python = Path.of("src/test/resources/foreign_names.py").toAbsolutePath();
		assertThat(Peer.start("python3", python.toString(), this.directory.toString()).waitFor()).isZero();
		return inLocale(locale);
	}

	private Peer inLocale(String locale) throws IOException {
		List<String> command = new ArrayList<>(List.of("env", "LC_ALL=" + locale));
		command.addAll(Peer.javaCommand(ManagerShell.class, this.directory, "otelcol/0"));
		return Peer.start(command.toArray(String[]::new)).expect("ready");
	}

}
