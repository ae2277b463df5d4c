package io.github.singletonsnap.state;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of a process.
 */
class LockProcessTests {

	@Test
	void argumentsAreNotPartOfItsText() {
		assertThat(new LockProcess(42, "python3", "charm.py --password=hunter2")).hasToString("pid 42 (python3)");
	}

	@Test
	void controlCharactersOfAllPartsAreReplaced() {
		LockProcess process = new LockProcess(42, "a\nb", "\u001b[2J", "u\r", "install\u2028\u202enow", Instant.EPOCH);
		assertThat(process).hasToString(
				"unit u\ufffd0d for install\ufffdu2028\ufffdu202enow since 1970-01-01T00:00:00Z, pid 42 (a\ufffd0ab)");
		assertThat(process.arguments()).isEqualTo("\ufffd1b[2J");
	}

}
