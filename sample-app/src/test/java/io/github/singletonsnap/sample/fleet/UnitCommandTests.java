package io.github.singletonsnap.sample.fleet;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnitCommand}.
 */
class UnitCommandTests {

	@Test
	void unitHasItsName() {
		assertThat(command().forUnit("otelcol/3")).endsWith("--singleton-snap.unit-name=otelcol/3");
	}

	@Test
	void processIsUnit() {
		assertThat(command().forUnit("otelcol/3")).containsSubsequence(getClass().getName(), "fleet-unit");
	}

	@Test
	void commandOfFleetIsNotPassedOn() {
		assertThat(command("fleet").forUnit("otelcol/3")).doesNotContain("fleet");
	}

	@Test
	void optionsArePassedOn() {
		assertThat(command("--sample.client=snapd").forUnit("otelcol/3")).contains("--sample.client=snapd");
	}

	@Test
	void optionsOfFleetComeInstead() {
		assertThat(command("--sample.dir=mine").forUnit("otelcol/3")).contains("--sample.dir=fleet")
			.doesNotContain("--sample.dir=mine");
	}

	@Test
	void nameOfUnitComesInstead() {
		assertThat(command("--singleton-snap.unit-name=mine/0").forUnit("otelcol/3"))
			.doesNotContain("--singleton-snap.unit-name=mine/0");
	}

	@Test
	void eachUnitNeedsRevisionOfItsOwn() {
		assertThat(command().forUnit("otelcol/3")).contains("--sample.revision=83");
	}

	@Test
	void commandByHandIsForShell() {
		assertThat(command("--sample.exporter=my host", "--server.port=1").byHand("mine/0")).startsWith("java -cp ")
			.endsWith(" unit '--sample.exporter=my host' --sample.dir=fleet --sample.revision=80"
					+ " --singleton-snap.unit-name=mine/0");
	}

	private UnitCommand command(String... arguments) {
		return new UnitCommand(getClass(), List.of(arguments), Map.of("sample.dir", "fleet"), 80);
	}

}
