package io.github.singletonsnap.lock;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	void nativeImageKnowsTheSignaturesOfAllThatAreCalled() throws Exception {
		List<String> called = new ArrayList<>();
		for (Field field : LibC.class.getDeclaredFields()) {
			if (field.getType() == MethodHandle.class) {
				field.setAccessible(true);
				called.add(((MethodHandle) field.get(null)).type().toMethodDescriptorString());
			}
		}
		assertThat(called).hasSize(4);
		assertThat(known()).containsExactlyInAnyOrderElementsOf(new TreeSet<>(called));
	}

	// (II)I, as class files have it
	private static List<String> known() throws IOException {
		try (InputStream metadata = LibC.class.getResourceAsStream("/META-INF/native-image/"
				+ "io.github.singletonsnap/singleton-snap-spring-boot-autoconfigure/reachability-metadata.json")) {
			Matcher downcall = Pattern.compile("\"returnType\": \"(\\w+)\", \"parameterTypes\": \\[([^]]*)]")
				.matcher(new String(metadata.readAllBytes(), StandardCharsets.UTF_8));
			return downcall.results()
				.map((found) -> "(" + found.group(2).replaceAll("[\", ]", "") + ")" + found.group(1))
				.map((types) -> types.replace("jint", "I").replace("jlong", "J"))
				.toList();
		}
	}

	private static @Nullable MethodHandle find(String function) {
		return Downcalls.find(function, int.class, int.class);
	}

}
