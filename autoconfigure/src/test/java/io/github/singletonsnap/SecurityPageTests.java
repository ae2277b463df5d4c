package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on who can do what names tests that there are.
 */
class SecurityPageTests {

	@Test
	void everyTestThatThePageNamesIsThere() throws IOException {
		Set<String> named = Pattern.compile("`(\\w+Tests)`")
			.matcher(Files.readString(Path.of("../docs/security.md")))
			.results()
			.map((MatchResult match) -> match.group(1) + ".java")
			.collect(Collectors.toSet());
		assertThat(named).hasSizeGreaterThan(5);
		try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
			assertThat(files.map((file) -> file.getFileName().toString()).toList()).containsAll(named);
		}
	}

}
