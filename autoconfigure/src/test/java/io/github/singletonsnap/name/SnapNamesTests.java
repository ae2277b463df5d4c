package io.github.singletonsnap.name;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Names that are valid, and what is said of the others.
 */
class SnapNamesTests {

	private static final String FORTY = "a123456789b123456789c123456789d123456789";

	@ParameterizedTest
	@ValueSource(strings = { "otelcol", "ab", "0ad", "a-b", "otelcol_a", "otelcol_0123456789", FORTY,
			FORTY + "_0123456789", "config" })
	void acceptsWhatSnapdAccepts(String snap) {
		assertThat(FileNames.lockOfSnap(snap)).isEqualTo("LCK.." + snap);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			otel/col    | it may have lower-case ASCII letters, digits and single hyphens
			..          | it may have lower-case ASCII letters, digits and single hyphens
			Otelcol     | it may have lower-case ASCII letters, digits and single hyphens
			otelcöl     | it may have lower-case ASCII letters, digits and single hyphens
			-otelcol    | it may have lower-case ASCII letters, digits and single hyphens
			otelcol-    | it may have lower-case ASCII letters, digits and single hyphens
			otel--col   | it may have lower-case ASCII letters, digits and single hyphens
			123         | with at least one letter
			``          | it must have 2 to 40 characters
			a           | it must have 2 to 40 characters
			a123456789b123456789c123456789d123456789e | it must have 2 to 40 characters
			otelcol_    | the instance key after "_" must have 1 to 10
			otelcol_01234567890 | the instance key after "_" must have 1 to 10
			otelcol_A   | the instance key after "_" must have 1 to 10
			otelcol__a  | the instance key after "_" must have 1 to 10
			""")
	void refusesWhatSnapdRefuses(String snap, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> FileNames.lockOfSnap(snap))
			.withMessageStartingWith("\"" + snap + "\" is not a snap's name: ")
			.withMessageContaining(reason);
	}

	@Test
	void refusesLineBreakAfterSnap() {
		assertThatIllegalArgumentException().isThrownBy(() -> FileNames.lockOfSnap("otelcol\n"));
	}

	@ParameterizedTest
	@CsvSource({ "/tmp/test.yaml, LCK..config__tmp_test_yaml",
			"/etc/otelcol/config.d/50-otelcol_0.yaml, LCK..config__etc_otelcol_config_d_50-otelcol_0_yaml",
			"/etc/./x/../otelcol//config.yaml, LCK..config__etc_otelcol_config_yaml", "/../etc/x, LCK..config__etc_x",
			"/etc/größe²Ⅷ.yaml, LCK..config__etc_größe²Ⅷ_yaml", "/etc/𝒳𐒠/a, LCK..config__etc_𝒳𐒠_a",
			"/etc/\uD83D\uDE00/a, LCK..config__etc___a", "/, LCK..config__" })
	void namesLockOfConfigFile(Path config, String lock) {
		assertThat(FileNames.lockOfConfig(config)).isEqualTo(lock);
	}

	@Test
	void refusesRelativeConfigPath() {
		assertThatIllegalArgumentException().isThrownBy(() -> FileNames.lockOfConfig(Path.of("etc/config.yaml")))
			.withMessageStartingWith("cannot lock config file \"etc/config.yaml\": the path must be absolute");
	}

	@Test
	void leavesRoomForTheGateInTheLengthOfAName() {
		String longest = "/" + "a".repeat(255 - "LCK..config__.gate".length());
		assertThat(FileNames.lockOfConfig(Path.of(longest)) + ".gate").hasSize(255);
		assertThatIllegalArgumentException().isThrownBy(() -> FileNames.lockOfConfig(Path.of(longest + "a")))
			.withMessageContaining("it takes 256 bytes, and 255 is the limit");
	}

	@Test
	void countsBytesAndNotCharacters() {
		assertThatIllegalArgumentException().isThrownBy(() -> FileNames.lockOfConfig(Path.of("/" + "ö".repeat(120))))
			.withMessageContaining("it takes 258 bytes, and 255 is the limit");
		assertThatIllegalArgumentException().isThrownBy(() -> SnapNames.checkUnit("a".repeat(256)))
			.withMessageContaining("it takes 256 bytes, and 255 is the limit");
	}

	@ParameterizedTest
	@CsvSource({ "otelcol/0, otelcol_0", "otelcol_0, otelcol_0", "my-App.v2/10, my-App.v2_10", "a, a" })
	void writesUnitWithoutSlash(String unit, String written) {
		assertThat(SnapNames.checkUnit(unit)).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``         | it is empty
			otel col   | it may have ASCII letters, digits and any of . _ - /
			ötelcol/0  | it may have ASCII letters, digits and any of . _ - /
			otel__col  | "__" and "--"
			otel_/0    | "__" and "--"
			a//0       | "__" and "--"
			otel--col  | "__" and "--"
			""")
	void refusesUnit(String unit, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> SnapNames.checkUnit(unit))
			.withMessageStartingWith("\"" + unit + "\" cannot be a unit's name: ")
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "otelcol/0\n", "\n", "otel\ncol" })
	void refusesLineBreakInUnit(String unit) {
		assertThatIllegalArgumentException().isThrownBy(() -> SnapNames.checkUnit(unit))
			.withMessageContaining("it may have ASCII letters, digits and any of . _ - /");
	}

}
