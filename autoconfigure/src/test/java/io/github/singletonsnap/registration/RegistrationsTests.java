package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.state.Layout;
import io.github.singletonsnap.state.Registration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What is written into the directory, and what is read from it.
 */
class RegistrationsTests {

	@TempDir
	Path directory;

	private Registrations registrations;

	@BeforeEach
	void createRegistrations() {
		this.registrations = new Registrations(this.directory, null, FileLocks::read);
	}

	@Test
	void writesUnitWithoutRevision() throws IOException {
		this.registrations.add("otelcol", "otelcol_0", OptionalInt.empty());
		assertThat(this.directory.resolve("LCK..otelcol--otelcol_0")).isEmptyFile();
	}

	@Test
	void writesUnitWithRevision() throws IOException {
		this.registrations.add("otelcol", "otelcol_0", OptionalInt.of(80));
		assertThat(this.directory.resolve("LCK..otelcol--rev80__otelcol_0")).isEmptyFile();
	}

	@Test
	void newRevisionReplacesTheOld() throws IOException {
		this.registrations.add("otelcol", "a", OptionalInt.of(80));
		this.registrations.add("otelcol", "b", OptionalInt.of(80));
		this.registrations.add("otelcol", "a", OptionalInt.of(81));
		assertThat(names()).containsExactlyInAnyOrder("LCK..otelcol--rev81__a", "LCK..otelcol--rev80__b");
		this.registrations.add("otelcol", "a", OptionalInt.empty());
		assertThat(names()).containsExactlyInAnyOrder("LCK..otelcol--a", "LCK..otelcol--rev80__b");
	}

	@Test
	void readsEveryLayout() throws IOException {
		create("LCK..otelcol--rev80__ours", "LCK..otelcol__79--charm", "LCK..otelcol__sibling", "LCK..otelcol--first");
		assertThat(this.registrations.find("otelcol"))
			.extracting(Registration::unit, Registration::revision, Registration::layout)
			.containsExactlyInAnyOrder(tuple("ours", OptionalInt.of(80), Layout.WITH_REVISION),
					tuple("charm", OptionalInt.of(79), Layout.REVISION_FIRST),
					tuple("sibling", OptionalInt.empty(), Layout.SIBLING_CHARM),
					tuple("first", OptionalInt.empty(), Layout.WITHOUT_REVISION));
	}

	@Test
	void ignoresForeignFiles() throws IOException {
		create("LCK..otelcol", "LCK..otelcol.gate", "LCK..otelcol--", "LCK..otelcol_a--other", "LCK..other--b", "LCK..",
				"otelcol--c", "LCK..otelcolx--d", "LCK..otelcol-x--e");
		Files.createDirectory(this.directory.resolve("LCK..otelcol--directory"));
		assertThat(this.registrations.find("otelcol")).isEmpty();
	}

	@Test
	void snapNamedConfigHasNoSiblingRegistrations() throws IOException {
		create("LCK..config__etc_otelcol_config_yaml", "LCK..config--unit");
		assertThat(this.registrations.find("config")).extracting(Registration::unit).containsExactly("unit");
	}

	@Test
	void removesThisUnitInEveryLayoutAndNoOther() throws IOException {
		create("LCK..otelcol--rev80__u", "LCK..otelcol__79--u", "LCK..otelcol__u", "LCK..otelcol--u",
				"LCK..otelcol--rev007__u", "LCK..otelcol", "LCK..otelcol--u2", "LCK..otelcol_a--u");
		assertThat(this.registrations.remove("otelcol", "u")).isTrue();
		assertThat(names()).containsExactlyInAnyOrder("LCK..otelcol", "LCK..otelcol--u2", "LCK..otelcol_a--u");
		assertThat(this.registrations.remove("otelcol", "u")).isFalse();
	}

	private void create(String... names) throws IOException {
		for (String name : names) {
			Files.createFile(this.directory.resolve(name));
		}
	}

	private List<String> names() throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

}
