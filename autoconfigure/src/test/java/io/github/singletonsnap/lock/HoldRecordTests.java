package io.github.singletonsnap.lock;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written into lock files, and what is believed of what stands there.
 */
class HoldRecordTests {

	@Test
	void isReadAsItWasWritten() {
		byte[] line = new byte[HoldRecord.LONGEST];
		int length = new HoldRecord.Writer("otelcol_0").write("Collector.install now", line);
		HoldRecord record = decode(line, length);
		assertThat(record).isNotNull();
		assertThat(record.unit()).isEqualTo("otelcol_0");
		assertThat(record.pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(record.processStart()).isPositive();
		assertThat(record.boot()).hasSize(36);
		assertThat(record.operation()).isEqualTo("Collector.install now");
	}

	@Test
	void longOperationIsCutAndTheLineStillEnds() {
		byte[] line = new byte[HoldRecord.LONGEST];
		int length = new HoldRecord.Writer("otelcol_0").write("x".repeat(1000), line);
		assertThat(length).isEqualTo(HoldRecord.LONGEST);
		HoldRecord record = decode(line, length);
		assertThat(record).isNotNull();
		assertThat(record.operation()).matches("x{100,}");
	}

	@Test
	void operationCannotBreakTheLine() {
		byte[] line = new byte[HoldRecord.LONGEST];
		int length = new HoldRecord.Writer("u").write("a\nb ünit\u0000", line);
		HoldRecord record = decode(line, length);
		assertThat(record).isNotNull();
		assertThat(record.operation()).isEqualTo("a?b ?nit?");
	}

	@Test
	void whatFollowsTheLineIsNotPartOfIt() {
		String line = "* unit=u pid=1 start=2 boot=b since=3 operation=op\nleft of a longer record operation=x\n";
		HoldRecord record = decode(line);
		assertThat(record).isNotNull();
		assertThat(record.operation()).isEqualTo("op");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "- unit=u pid=1 start=2 boot=b since=3 operation=op\n", "*", "* \n", "4711\n",
			"* unit=u pid=1 start=2 boot=b since=3 operation=op",
			"* unit=u pid=x start=2 boot=b since=3 operation=op\n", "* unit=u start=2 boot=b since=3 operation=op\n",
			"*\u0000\u0000\u0000", "* = == operation=\n",
			"* unit=u pid=1 start=2 boot=b since=99999999999999999999 operation=op\n" })
	void anythingElseIsNoRecord(String content) {
		assertThat(decode(content)).isNull();
	}

	private static @Nullable HoldRecord decode(String content) {
		byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
		return decode(bytes, bytes.length);
	}

	private static @Nullable HoldRecord decode(byte[] line, int length) {
		byte[] file = new byte[HoldRecord.START + length];
		System.arraycopy(line, 0, file, HoldRecord.START, length);
		return HoldRecord.decode(file, file.length, HoldRecord.START);
	}

}
