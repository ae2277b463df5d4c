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
		assertThat(process).hasToString("unit u? for install??now since 1970-01-01T00:00:00Z, pid 42 (a?b)");
		assertThat(process.arguments()).isEqualTo("?[2J");
	}

}
