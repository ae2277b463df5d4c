package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MachineNameTests {

	@TempDir
	Path directory;

	@Test
	void nameIsOfTheHostAndOfItsIdWhichItDoesNotTell() throws IOException {
		Path id = Files.writeString(this.directory.resolve("machine-id"), "0123456789abcdef0123456789abcdef\n");
		String name = MachineName.of(null, List.of(this.directory.resolve("none"), id));
		assertThat(name).matches("[A-Za-z0-9._-]+-[0-9a-f]{16}").doesNotContain("0123456789abcdef");
		Files.writeString(id, "1123456789abcdef0123456789abcdef\n");
		assertThat(MachineName.of(null, List.of(id, id))).isNotEqualTo(name);
	}

	@Test
	void machineWithoutAnIdHasToBeNamed() throws IOException {
		Path empty = Files.writeString(this.directory.resolve("machine-id"), "\n");
		assertThatExceptionOfType(SingletonSnapConfigurationException.class)
			.isThrownBy(() -> MachineName.of(null, List.of(empty, this.directory.resolve("none"))))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("singleton-snap.rollout.machine=web-1"));
	}

	@Test
	void propertyIsTakenAsItIs() {
		assertThat(MachineName.of("web-1.example.com", List.of())).isEqualTo("web-1.example.com");
	}

}
