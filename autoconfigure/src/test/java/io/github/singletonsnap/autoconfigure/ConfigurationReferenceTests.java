package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps {@code docs/configuration.md} what the metadata says. To write it anew, run this
 * test with {@code -Ddocs.write=true}.
 */
class ConfigurationReferenceTests {

	private static final Path PAGE = Path.of("../docs/configuration.md");

	private static final String HEAD = """
			# Configuration reference

			Generated from the metadata that editors use, in the order of its names. Durations are written as `45s`, `5m` or `PT1M`; a number alone is milliseconds, and refused from 1 to 99. Of a property that begins with `singleton-snap.` and that nothing reads, a WARN tells.

			| property | type | default | meaning |
			| --- | --- | --- | --- |
			""";

	private static final String FOOT = """

			Of each entry of `singleton-snap.register`, `snap` is the snap's name, and `revision`, optional, the number of the revision that this unit asks for.

			Of each group of `singleton-snap.rollout.groups`, as `singleton-snap.rollout.groups.collector.timeout`, `initial-max-unavailable` is how many machines may be at work at once when the group is made in the database (`1`; later its rows alone count), `timeout` the longest wait for a permit where the annotation or call does not say (`0s`, which asks once), and `on-failure` what becomes of a permit after work that failed: `keep`, the default, or `release`.
			""";

	@Test
	void pageSaysWhatTheMetadataSays() throws IOException {
		String page = HEAD + properties().stream().map(this::row).collect(Collectors.joining()) + FOOT;
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE, page);
		}
		assertThat(PAGE).hasContent(page);
	}

	@Test
	void everyPropertyHasADescription() throws IOException {
		assertThat(properties()).hasSizeGreaterThan(9)
			.allSatisfy((property) -> assertThat(property.getDescription()).endsWith("."));
	}

	@Test
	void readmeNamesFourOfThemWithTheirDefaults() throws IOException {
		String page = Files.readString(PAGE)
			.lines()
			.map((line) -> line.replaceAll(" \\| \\w+ \\| ", " | "))
			.collect(Collectors.joining("\n"));
		List<MatchResult> rows = Pattern.compile("\\| `(singleton-snap\\.\\S+)` \\| `(\\S+)`")
			.matcher(Files.readString(Path.of("../README.md")))
			.results()
			.toList();
		assertThat(rows).hasSize(4)
			.allSatisfy((row) -> assertThat(page).containsAnyOf(row.group(), "| `" + row.group(1) + "` | –"));
	}

	private String row(ConfigurationMetadataProperty property) {
		return "| `%s` | %s | %s | %s |%n".formatted(property.getId(), simple(property.getType()),
				(property.getDefaultValue() != null) ? "`" + property.getDefaultValue() + "`" : "–",
				property.getDescription());
	}

	private static String simple(String type) {
		if (type.startsWith("java.util.Map")) {
			return "map";
		}
		return type.startsWith("java.util.List") ? "list"
				: type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
	}

	private static List<ConfigurationMetadataProperty> properties() throws IOException {
		Path metadata = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
		try (InputStream json = Files.newInputStream(metadata)) {
			return ConfigurationMetadataRepositoryJsonBuilder.create(json)
				.build()
				.getAllProperties()
				.values()
				.stream()
				.filter((property) -> property.getId().startsWith("singleton-snap."))
				.sorted(Comparator.comparing(ConfigurationMetadataProperty::getId))
				.toList();
		}
	}

}
