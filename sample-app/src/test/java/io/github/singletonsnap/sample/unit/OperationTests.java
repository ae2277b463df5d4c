package io.github.singletonsnap.sample.unit;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Operation}.
 */
class OperationTests {

	private final Random random = new Random(1);

	@Test
	void whoHasNotJoinedJoins() {
		assertThat(choices(false, false)).containsExactly(Operation.INSTALL);
	}

	@Test
	void memberDoesEverythingElse() {
		assertThat(choices(true, false)).isEqualTo(EnumSet.complementOf(EnumSet.of(Operation.INSTALL)));
	}

	@Test
	void memberLeavesInTheEnd() {
		assertThat(choices(true, true)).containsExactly(Operation.LEAVE);
	}

	@Test
	void whoHasLeftDoesNotJoinInTheEnd() {
		assertThat(choices(false, true)).containsExactly(Operation.CONFIGURE);
	}

	private Set<Operation> choices(boolean member, boolean last) {
		Set<Operation> choices = EnumSet.noneOf(Operation.class);
		for (int i = 0; i < 200; i++) {
			choices.add(Operation.choose(this.random, member, last));
		}
		return choices;
	}

}
