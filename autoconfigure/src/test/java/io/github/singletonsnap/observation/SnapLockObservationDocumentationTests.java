package io.github.singletonsnap.observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.observation.SnapLockObservationDocumentation.Events;
import io.github.singletonsnap.observation.SnapLockObservationDocumentation.HighCardinalityKeyNames;
import io.github.singletonsnap.observation.SnapLockObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is documented of the observations is what they have.
 */
class SnapLockObservationDocumentationTests {

	@Test
	void observationsHaveTheDocumentedNames() {
		assertThat(observe()).extracting(Observation.Context::getName)
			.containsExactly(Stream.of(SnapLockObservationDocumentation.values())
				.map(SnapLockObservationDocumentation::getName)
				.toArray(String[]::new));
	}

	@Test
	void observationsHaveTheDocumentedKeys() {
		for (Observation.Context observed : observe()) {
			SnapLockObservationDocumentation documented = documentation(observed);
			assertThat(keys(observed.getLowCardinalityKeyValues()))
				.containsExactlyInAnyOrderElementsOf(names(documented.getLowCardinalityKeyNames()));
			assertThat(keys(observed.getHighCardinalityKeyValues()))
				.containsExactlyInAnyOrderElementsOf(names(documented.getHighCardinalityKeyNames()));
		}
	}

	private static SnapLockObservationDocumentation documentation(Observation.Context observed) {
		return Stream.of(SnapLockObservationDocumentation.values())
			.filter((documented) -> documented.getName().equals(observed.getName()))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void keyThatASnapLacksIsTheOnlyOneThatIsNotRequired() {
		assertThat(HighCardinalityKeyNames.values()).filteredOn((key) -> !key.isRequired())
			.containsExactly(HighCardinalityKeyNames.CONFIG);
		assertThat(LowCardinalityKeyNames.values()).allMatch(KeyName::isRequired);
	}

	@Test
	void pageNamesAllObservationsKeysAndEvents() throws IOException {
		String page = Files.readString(Path.of("../docs/operating.md").toAbsolutePath());
		String paragraph = page.lines()
			.filter((line) -> line.startsWith("With an `ObservationRegistry`"))
			.findFirst()
			.orElseThrow();
		List<String> words = Pattern.compile("`([^`]+)`")
			.matcher(paragraph)
			.results()
			.map((it) -> it.group(1))
			.toList();
		for (SnapLockObservationDocumentation documented : SnapLockObservationDocumentation.values()) {
			assertThat(words).contains(documented.getName())
				.containsAll(names(documented.getLowCardinalityKeyNames()))
				.containsAll(names(documented.getHighCardinalityKeyNames()))
				.containsAll(Stream.of(documented.getEvents()).map(Observation.Event::getName).toList());
		}
		assertThat(words).filteredOn((word) -> word.contains("."))
			.containsExactlyInAnyOrder("singleton.snap.acquire", "singleton.snap.operation",
					Events.SNAPD_BUSY.getName());
	}

	/**
	 * Of a config file, whose operation has all keys.
	 */
	private static List<Observation.Context> observe() {
		List<Observation.Context> observed = new ArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				observed.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		SingletonSnapManager manager = SingletonSnapManager.builder("otelcol/0")
			.listener(new ObservedSnapLocks(registry, null))
			.buildInMemory();
		manager.configOperation(Path.of("/etc/otelcol/config.yaml"), Duration.ZERO).close();
		return observed;
	}

	private static List<String> keys(KeyValues values) {
		return values.stream().map(KeyValue::getKey).toList();
	}

	private static List<String> names(KeyName[] keys) {
		return Stream.of(keys).map(KeyName::asString).toList();
	}

}
