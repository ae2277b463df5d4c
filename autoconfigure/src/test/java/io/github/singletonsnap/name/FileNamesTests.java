package io.github.singletonsnap.name;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

import io.github.singletonsnap.name.FileNames.ConfigLock;
import io.github.singletonsnap.name.FileNames.Registered;
import io.github.singletonsnap.name.FileNames.SnapLock;
import io.github.singletonsnap.state.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What file names mean, and that each that is made is recognised.
 */
class FileNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "otelcol", "otelcol_0", "config", "a-b" })
	void lockOfSnapIsRecognised(String snap) {
		assertThat(FileNames.read(FileNames.lockOfSnap(snap))).isEqualTo(new SnapLock(snap));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/etc/otelcol/config.yaml", "/80--x", "/-rev80__x", "/", "/a.gate" })
	void lockOfConfigFileIsNeverTheRegistrationForASnapNamedConfig(Path config) {
		assertThat(FileNames.read(FileNames.lockOfConfig(config))).isEqualTo(new ConfigLock());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/80--x", "/etc/otelcol/config.yaml" })
	void gateOfConfigFileMeansNothing(Path config) {
		Path gate = FileNames.gate(Path.of("/run", FileNames.lockOfConfig(config)));
		assertThat(FileNames.read(gate.getFileName().toString())).isNull();
	}

	@Test
	void gateOfSnapMeansNothing() {
		assertThat(FileNames.read("LCK..otelcol.gate")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "otelcol, u_0", "otelcol_a, u", "config, web_0", "otelcol, x.gate" })
	void registrationIsRecognised(String snap, String unit) {
		assertThat(FileNames.read(FileNames.registration(snap, unit, OptionalInt.of(80))))
			.isEqualTo(new Registered(snap, unit, OptionalInt.of(80), Layout.WITH_REVISION));
		assertThat(FileNames.read(FileNames.registration(snap, unit, OptionalInt.empty())))
			.isEqualTo(new Registered(snap, unit, OptionalInt.empty(), Layout.WITHOUT_REVISION));
	}

	@ParameterizedTest
	@CsvSource({ "LCK..otelcol__79--u, 79, u, REVISION_FIRST", "LCK..otelcol__u, , u, SIBLING_CHARM",
			"LCK..otelcol__99999999999--u, , 99999999999--u, SIBLING_CHARM",
			"LCK..otelcol--rev4294967296__u, , rev4294967296__u, WITHOUT_REVISION" })
	void registrationOfOtherProgramsIsRecognised(String name, Integer revision, String unit, Layout layout) {
		assertThat(FileNames.read(name)).isEqualTo(new Registered("otelcol", unit,
				(revision != null) ? OptionalInt.of(revision) : OptionalInt.empty(), layout));
	}

	@ParameterizedTest
	@ValueSource(strings = { "otelcol", "LCK..", "LCK..Otelcol", "LCK..otelcol--", "LCK..otelcol__", "LCK..otelcol ",
			"lck..otelcol", "LCK..otelcol.tmp" })
	void anythingElseMeansNothing(String name) {
		assertThat(FileNames.read(name)).isNull();
	}

	@Test
	void configFileWhosePathIsNoTextHereIsRefused() {
		Path config = Path.of(URI.create("file:///etc/%FF.yaml"));
		assertThatIllegalArgumentException().isThrownBy(() -> FileNames.lockOfConfig(config))
			.withMessageEndingWith("its path is no text in this process's locale. Start it with LC_ALL=C.UTF-8");
	}

	@ParameterizedTest
	@CsvSource({ "%FF, \ufffdff", "%C3%BC, ü", "a%C3, a\ufffdc3", "%5C, \\", "a+b%20c, a+b c",
			"%EF%BF%BD%FF, \ufffdef\ufffdbf\ufffdbd\ufffdff" })
	void unitIsReadFromTheBytesOfTheName(String bytes, String unit) {
		Path file = Path.of(URI.create("file:///nowhere/LCK..otelcol--rev7__" + bytes));
		assertThat(FileNames.read(file))
			.isEqualTo(new Registered("otelcol", unit, OptionalInt.of(7), Layout.WITH_REVISION));
	}

	@Test
	void leadingZerosOfARevisionDoNotCount() {
		assertThat(FileNames.read(FileNames.newRegistration("otelcol", "u", OptionalInt.of(Integer.MAX_VALUE))))
			.isEqualTo(new Registered("otelcol", "u", OptionalInt.of(Integer.MAX_VALUE), Layout.WITH_REVISION));
	}

	@Test
	void lockOfARolloutIsNoFileOfASnap() {
		for (String group : List.of("otelcol", "config__etc", "otelcol--rev80__otelcol_0", "X_-")) {
			assertThat(FileNames.read(FileNames.lockOfRollout(group))).isNull();
			assertThat(FileNames.lockOfRollout(group)).isEqualTo("rollout.." + group);
		}
	}

	@Test
	void groupOfARolloutHasNoDotSoThatItsGateIsNoOtherGroups() {
		assertThatIllegalArgumentException().isThrownBy(() -> FileNames.lockOfRollout("otelcol.gate"));
		assertThat(FileNames.gate(Path.of("/", FileNames.lockOfRollout("otelcol"))))
			.hasFileName("rollout..otelcol.gate");
	}

}
