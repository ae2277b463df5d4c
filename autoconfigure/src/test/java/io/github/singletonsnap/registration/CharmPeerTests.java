package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.state.Layout;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Python charms and this library see each other, as {@code docs/registrations.md} says.
 */
class CharmPeerTests {

	private static final String CURRENT = "current_charm.py";

	private static final String FIRST = "first_charm.py";

	@TempDir
	Path directory;

	private SingletonSnapManager manager;

	@BeforeEach
	void createManager() {
		this.manager = SingletonSnapManager.builder("otelcol/0").lockDir(this.directory).build();
	}

	@Test
	void currentCharmSeesOurUnitAndItsRevision() throws IOException {
		lockThisAndThat();
		this.manager.register("otelcol", 80);
		assertThat(run(CURRENT, "collector/3", "units", "otelcol")).isEqualTo("otelcol_0");
		assertThat(run(CURRENT, "collector/3", "revisions", "otelcol")).isEqualTo("80");
		assertThat(run(CURRENT, "collector/3", "used", "otelcol")).isEqualTo("True");
		this.manager.unregister("otelcol");
		assertThat(run(CURRENT, "collector/3", "used", "otelcol")).isEqualTo("False");
	}

	@Test
	void currentCharmDoesNotSeeAUnitWithoutRevision() throws IOException {
		this.manager.register("otelcol");
		assertThat(run(CURRENT, "collector/3", "units", "otelcol")).isEmpty();
	}

	@Test
	void ourUnitSeesTheCurrentCharm() throws IOException {
		run(CURRENT, "collector/3", "register", "otelcol", "79");
		assertThat(this.manager.getUnits("otelcol")).containsExactly("collector_3");
		assertThat(this.manager.getRevisions("otelcol")).containsExactly(79);
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isTrue();
		run(CURRENT, "collector/3", "unregister", "otelcol");
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isFalse();
	}

	@Test
	void firstCharmSeesOurUnitWithAndWithoutRevision() throws IOException {
		lockThisAndThat();
		this.manager.register("otelcol");
		assertThat(run(FIRST, "collector/3", "units", "otelcol")).isEqualTo("otelcol_0");
		assertThat(run(FIRST, "collector/3", "revisions", "otelcol")).isEmpty();
		this.manager.register("otelcol", 80);
		assertThat(run(FIRST, "collector/3", "units", "otelcol")).isEqualTo("rev80__otelcol_0");
		assertThat(run(FIRST, "collector/3", "used", "otelcol")).isEqualTo("True");
		this.manager.unregister("otelcol");
		assertThat(run(FIRST, "collector/3", "used", "otelcol")).isEqualTo("False");
	}

	@Test
	void ourUnitSeesTheFirstCharmAndTheRevisionInsideItsFile() throws IOException {
		run(FIRST, "collector/3", "register", "otelcol", "78");
		assertThat(this.manager.getRegistrations("otelcol"))
			.extracting(Registration::unit, Registration::revision, Registration::layout)
			.containsExactly(tuple("collector_3", OptionalInt.of(78), Layout.WITHOUT_REVISION));
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isTrue();
		run(FIRST, "collector/3", "unregister", "otelcol");
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isFalse();
	}

	@Test
	void unitThatWasACharmBeforeIsRegisteredOnceAndLeavesNothingBehind() throws IOException {
		run(CURRENT, "otelcol/0", "register", "otelcol", "79");
		run(FIRST, "otelcol/0", "register", "otelcol", "78");
		this.manager.register("otelcol", 80);
		assertThat(this.directory.toFile().list()).containsExactly("LCK..otelcol--rev80__otelcol_0");
		this.manager.unregister("otelcol");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void unitThatNamesNoRevisionKeepsTheOneItAskedForAsAFirstCharm() throws IOException {
		run(FIRST, "otelcol/0", "register", "otelcol", "78");
		this.manager.register("otelcol");
		assertThat(this.directory.toFile().list()).containsExactly("LCK..otelcol--rev78__otelcol_0");
	}

	// Other files that a charm must not stumble over
	private void lockThisAndThat() {
		try (SnapLock snap = this.manager.snapOperation("otelcol");
				SnapLock config = this.manager.configOperation(Path.of("/etc/otelcol/config.yaml"))) {
			assertThat(this.directory).isNotEmptyDirectory();
		}
	}

	private String run(String charm, String unit, String... command) throws IOException {
		String[] line = new String[4 + command.length];
		line[0] = "python3";
		line[1] = Path.of("src/test/resources", charm).toAbsolutePath().toString();
		line[2] = this.directory.toString();
		line[3] = unit;
		System.arraycopy(command, 0, line, 4, command.length);
		try (Peer peer = Peer.start(line)) {
			String answer = peer.readAll();
			assertThat(peer.waitFor()).isZero();
			return answer;
		}
	}

}
