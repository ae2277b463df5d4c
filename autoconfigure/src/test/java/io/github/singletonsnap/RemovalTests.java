package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

import io.github.singletonsnap.support.JoiningPeers;
import io.github.singletonsnap.support.ManagerShell;
import io.github.singletonsnap.support.Peer;
import io.github.singletonsnap.support.SeededRandom;
import io.github.singletonsnap.support.SelfKill;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The last unit that leaves removes the snap, and no other.
 */
@ExtendWith(OutputCaptureExtension.class)
class RemovalTests {

	private static final int UNITS = 6;

	private static final int ROUNDS = 50;

	@TempDir
	Path directory;

	private Path registration;

	private SingletonSnapManager manager;

	private SingletonSnapManager other;

	@BeforeEach
	void createManagers() {
		Path locks = this.directory.resolve("locks");
		this.manager = SingletonSnapManager.builder("otelcol/0").lockDir(locks).build();
		this.other = SingletonSnapManager.builder("collector/3").lockDir(locks).build();
		this.registration = locks.resolve("LCK..otelcol--rev80__otelcol_0");
	}

	@Test
	void lastUnitRemovesUnderTheLockAndIsRegisteredUntilItHas() throws IOException {
		this.manager.register("otelcol", 80);
		assertThat(this.manager.<IOException>removeIfUnused("otelcol", () -> {
			this.manager.assertHeld("otelcol");
			assertThat(Peer.isFreeForFlock(this.registration.resolveSibling("LCK..otelcol"))).isFalse();
			assertThat(this.registration).exists();
		})).isTrue();
		assertThat(this.registration).doesNotExist();
	}

	@Test
	void unitThatLeavesOthersBehindRemovesNothing() {
		this.manager.register("otelcol", 80);
		this.other.register("otelcol");
		assertThat(this.manager.removeIfUnused("otelcol", RemovalTests::mustNotRun)).isFalse();
		assertThat(this.manager.getUnits("otelcol")).containsExactly("collector_3");
	}

	@Test
	void unitThatIsNotRegisteredRemovesWhatNobodyUses() {
		List<String> removed = new ArrayList<>();
		assertThat(this.manager.removeIfUnused("otelcol", () -> removed.add("otelcol"))).isTrue();
		assertThat(removed).containsExactly("otelcol");
	}

	@Test
	void unitStaysRegisteredIfItsActionThrows() {
		this.manager.register("otelcol", 80);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.manager.<IOException>removeIfUnused("otelcol", () -> {
				throw new IOException("snap remove failed");
			}))
			.withMessage("snap remove failed");
		assertThat(this.other.isUsedByOtherUnits("otelcol")).isTrue();
		assertThat(this.manager.removeIfUnused("otelcol", () -> {
		})).isTrue();
		assertThat(this.registration).doesNotExist();
	}

	@Test
	void removesNothingIfItCannotTellWhoUsesTheSnap() throws IOException {
		this.manager.register("otelcol", 80);
		Files.move(this.registration.getParent(), this.directory.resolve("moved"));
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(SingletonSnapException.class)
				.isThrownBy(() -> this.manager.removeIfUnused("otelcol", RemovalTests::mustNotRun))
				.withMessageStartingWith("cannot tell who uses snap \"otelcol\": " + this.registration.getParent());
		}
	}

	@Test
	void skippedRemovalIsLoggedWithTheUnitsThatUseTheSnap(CapturedOutput output) throws IOException {
		this.manager.register("otelcol", 80);
		this.other.register("otelcol", 79);
		Files.createFile(this.registration.resolveSibling("LCK..otelcol--forged\nline"));
		this.manager.removeIfUnused("otelcol", RemovalTests::mustNotRun);
		assertThat(output.getOut().lines().filter((line) -> line.contains("INFO"))).singleElement()
			.asString()
			.endsWith("Snap otelcol is not removed, as other units use it: collector_3, forged\ufffd0aline. This one, "
					+ "otelcol_0, does not any more");
	}

	@Test
	void unitThatIsKilledInItsActionStaysRegisteredUntilItLeavesAgain() throws IOException {
		try (Peer unit = Peer.java(ManagerShell.class, this.registration.getParent(), "otelcol/0").expect("ready")) {
			unit.send("register otelcol 80");
			unit.expect("registered");
			unit.send("remove-and-die otelcol");
			assertThat(unit.waitFor()).isEqualTo(SelfKill.STATUS);
		}
		assertThat(this.other.removeIfUnused("otelcol", RemovalTests::mustNotRun)).isFalse();
		assertThat(this.registration).exists();
		this.manager.register("otelcol", 80);
		assertThat(this.manager.removeIfUnused("otelcol", () -> {
		})).isTrue();
		assertThat(this.manager.getUnits("otelcol")).isEmpty();
	}

	private static void mustNotRun() {
		throw new AssertionError("removed a snap that another unit uses");
	}

	@Test
	void fleetNeverRemovesUnderAUnitAndAlwaysRemovesWithTheLast() throws Exception {
		try (JoiningPeers fleet = new JoiningPeers(this.directory, UNITS, true)) {
			assertThat(violationsOf(fleet)).isEmpty();
			assertThat(fleet.removals()).isGreaterThanOrEqualTo(ROUNDS / 2);
		}
	}

	@Test
	void fleetThatTakesNoLockRemovesUnderAUnit() throws Exception {
		try (JoiningPeers fleet = new JoiningPeers(this.directory, UNITS, false)) {
			assertThat(violationsOf(fleet)).anyMatch((violation) -> violation.contains("removed under "));
		}
	}

	/**
	 * Lets units join and leave at random, and at the end of each round all leave.
	 */
	private static List<String> violationsOf(JoiningPeers fleet) throws Exception {
		SeededRandom random = SeededRandom.of(RemovalTests.class);
		List<String> violations = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			for (int step = 0; step < 4; step++) {
				String where = "seed " + random.seed() + ", round " + round + ", step " + step + ": ";
				fleet.move((step < 3) ? someOf(fleet, random) : fleet.joined())
					.forEach((violation) -> violations.add(where + violation));
			}
		}
		return violations;
	}

	private static SortedSet<Integer> someOf(JoiningPeers fleet, Random random) {
		// Whoever is alone leaves: that is where a removal can go wrong
		SortedSet<Integer> movers = (fleet.joined().size() == 1) ? fleet.joined() : new TreeSet<>();
		for (int i = 0; i < UNITS; i++) {
			if (random.nextInt(3) == 0) {
				movers.add(i);
			}
		}
		return movers;
	}

}
