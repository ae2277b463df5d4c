package io.github.singletonsnap.lock;

import java.lang.invoke.MethodHandle;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without them all works too, only slower: so that must not go unnoticed.
 */
class DowncallsTests {

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	void functionIsFoundWhereTheJavaVersionCan() throws Throwable {
		MethodHandle abs = find("abs");
		assertThat(abs).isNotNull();
		assertThat((int) abs.invokeExact(-42)).isEqualTo(42);
	}

	@Test
	void missingFunctionIsNotFound() {
		assertThat(find("no_such_function")).isNull();
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_21)
	void olderJavaVersionsFindNone() {
		assertThat(find("abs")).isNull();
	}

	private static @Nullable MethodHandle find(String function) {
		return Downcalls.find(function, int.class, int.class);
	}

}
