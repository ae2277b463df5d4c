package io.github.singletonsnap.state;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What text of others looks like where it is shown.
 */
class ShownTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "otelcol_0", "größe 𝒳\\" })
	void ordinaryTextIsShownAsItIs(String text) {
		assertThat(Shown.text(text)).isSameAs(text);
	}

	@ParameterizedTest
	@CsvSource({ "0a, \ufffd0a", "1b, \ufffd1b", "7f, \ufffd7f", "85, \ufffd85", "2028, \ufffdu2028",
			"202e, \ufffdu202e", "d800, \ufffdud800" })
	void whatWouldBreakALineOrSteerATerminalIsShownByItsCode(String code, String shown) {
		assertThat(Shown.text("a" + (char) Integer.parseInt(code, 16) + "b")).isEqualTo("a" + shown + "b");
	}

	@Test
	void logLineCannotBeForged() {
		assertThat(Shown.text("x\n2025-11-25 INFO forged\u001b[2J"))
			.isEqualTo("x\ufffd0a2025-11-25 INFO forged\ufffd1b[2J");
	}

}
