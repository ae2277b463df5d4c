package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Locks without files.
 */
class MemoryFileTests {

	private static final Path PATH = Path.of("/memory/otelcol");

	@Test
	void whatHasNothingToTellIsForgottenWhenItIsClosed() throws IOException {
		assertThat(readAfter("- unit=a pid=1 start=1 boot= since=1 operation=test\n")).isZero();
	}

	@Test
	void whatWasAbandonedIsKept() throws IOException {
		assertThat(readAfter("* unit=a pid=1 start=1 boot= since=1 operation=test\n")).isPositive();
		OpenFile file = MemoryFile.OPENER.open(PATH, Set.of());
		file.write(HoldRecord.RELEASED, 1, HoldRecord.START);
		file.close();
	}

	private static int readAfter(String content) throws IOException {
		byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
		OpenFile file = MemoryFile.OPENER.open(PATH, Set.of());
		file.write(bytes, bytes.length, 0);
		file.close();
		return MemoryFile.OPENER.open(PATH, Set.of()).read(new byte[LockFile.SIZE]);
	}

}
