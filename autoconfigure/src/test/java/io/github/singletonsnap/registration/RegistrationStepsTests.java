package io.github.singletonsnap.registration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.support.Peer;
import io.github.singletonsnap.support.SelfKill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * A unit that was registered is registered after each step of a change, whatever happens
 * then.
 */
class RegistrationStepsTests {

	private static final String OLD = "LCK..otelcol--rev80__otelcol_0";

	private static final String NEW = "LCK..otelcol--rev81__otelcol_0";

	private static final String OTHER = "LCK..otelcol--rev80__collector_3";

	@TempDir
	Path temp;

	@Test
	void killedInItsFirstRegistrationUnitIsRegisteredByTheNext() throws IOException {
		int steps = killAtEachStep("first", List.of(), (directory) -> {
			assertThat(names(directory)).isSubsetOf(OLD);
			register(directory, 80);
			assertThat(names(directory)).containsExactly(OLD);
		});
		assertThat(steps).isGreaterThanOrEqualTo(3);
	}

	@Test
	void killedWhileItAsksForANewRevisionUnitHasTheOldTheNewOrBothAndOneAfterTheNext() throws IOException {
		int steps = killAtEachStep("newer", List.of(OLD, OTHER), (directory) -> {
			assertThat(names(directory)).isSubsetOf(OLD, NEW, OTHER).contains(OTHER).containsAnyOf(OLD, NEW);
			register(directory, 81);
			assertThat(names(directory)).containsExactlyInAnyOrder(NEW, OTHER);
		});
		assertThat(steps).isGreaterThanOrEqualTo(4);
	}

	@Test
	void killedWhileItRegistersAgainUnitIsRegisteredForTheSameRevisionAndTheNextLeavesOneFile() throws IOException {
		int steps = killAtEachStep("again", List.of(OLD, OTHER), (directory) -> {
			assertThat(registrations(new RegistrationFiles(directory)).find("otelcol"))
				.filteredOn((registration) -> registration.unit().equals("otelcol_0"))
				.isNotEmpty()
				.allSatisfy((registration) -> assertThat(registration.revision()).hasValue(80));
			register(directory, 80);
			assertThat(names(directory)).containsExactlyInAnyOrder(OLD, OTHER);
		});
		assertThat(steps).isGreaterThanOrEqualTo(5);
	}

	@Test
	void killedWhileItRegistersAgainWithoutRevisionUnitCanLeaveNothingBehind() throws IOException {
		String without = "LCK..otelcol--otelcol_0";
		int steps = killAtEachStep("without", List.of(without, OTHER), (directory) -> {
			assertThat(names(directory)).contains(without);
			registrations(new RegistrationFiles(directory)).leave("otelcol", "otelcol_0");
			assertThat(names(directory)).containsExactly(OTHER);
		});
		assertThat(steps).isGreaterThanOrEqualTo(5);
	}

	@Test
	void killedWhileItLeavesUnitIsGoneAfterTheNext() throws IOException {
		int steps = killAtEachStep("leave", List.of(OLD, "LCK..otelcol__79--otelcol_0", OTHER), (directory) -> {
			assertThat(names(directory)).contains(OTHER);
			registrations(new RegistrationFiles(directory)).leave("otelcol", "otelcol_0");
			assertThat(names(directory)).containsExactly(OTHER);
		});
		assertThat(steps).isGreaterThanOrEqualTo(3);
	}

	/**
	 * Kills a unit before each step, each time in a new directory, until one survives.
	 */
	private int killAtEachStep(String change, List<String> before, Check afterwards) throws IOException {
		for (int step = 0; step < 20; step++) {
			Path directory = Files.createDirectory(this.temp.resolve("killed-before-step-" + step));
			for (String name : before) {
				Files.createFile(directory.resolve(name));
			}
			try (Peer unit = Peer.java(DyingUnit.class, directory, step, change)) {
				if (unit.waitFor() == 0) {
					return step;
				}
				assertThat(unit.waitFor()).isEqualTo(SelfKill.STATUS);
			}
			afterwards.check(directory);
		}
		throw new AssertionError("no unit survived");
	}

	private static void register(Path directory, int revision) {
		register(registrations(new RegistrationFiles(directory)), revision);
	}

	private static Registrations registrations(RegistrationFiles files) {
		return new Registrations(files, null, FileLocks::read);
	}

	private static List<String> names(Path directory) {
		return List.of(directory.toFile().list());
	}

	@Test
	void oldRevisionIsRemovedOnlyWhenTheNewOneIsSynced() {
		register(this.temp, 80);
		List<String> steps = new ArrayList<>();
		register(registrations(new TellingFiles(this.temp, steps::add)), 81);
		assertThat(steps).containsSubsequence("create " + NEW, "sync", "delete " + OLD)
			.endsWith("sync", "delete " + OLD);
	}

	@Test
	void registrationWhoseNameCannotBeSyncedIsNotThere() {
		Registrations failing = registrations(new RegistrationFiles(this.temp) {

			@Override
			void sync() throws IOException {
				throw new IOException("Input/output error");
			}

		});
		assertThatIOException().isThrownBy(() -> failing.add("otelcol", "otelcol_0", OptionalInt.of(80)));
		assertThat(this.temp).isEmptyDirectory();
	}

	@Test
	void threadsThatAskForDifferentRevisionsAtOnceLeaveOneOfThem() throws Exception {
		CompletableFuture<Thread> second = new CompletableFuture<>();
		List<Registrations> registrations = new ArrayList<>();
		registrations.add(registrations(new TellingFiles(this.temp, (step) -> {
			Thread thread = new Thread(() -> register(registrations.get(0), 81));
			if (step.equals("sync") && second.complete(thread)) {
				startUntilDoneOrBlocked(thread);
			}
		})));
		register(registrations.get(0), 80);
		second.join().join();
		assertThat(names(this.temp)).hasSize(1).isSubsetOf(OLD, NEW);
	}

	private static void startUntilDoneOrBlocked(Thread thread) {
		thread.start();
		while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED
				&& thread.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
	}

	private static void register(Registrations registrations, int revision) {
		try {
			registrations.add("otelcol", "otelcol_0", OptionalInt.of(revision));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Check {

		void check(Path directory) throws IOException;

	}

	/**
	 * Tells each change before it does it.
	 */
	private static final class TellingFiles extends RegistrationFiles {

		private final Consumer<String> listener;

		TellingFiles(Path directory, Consumer<String> listener) {
			super(directory);
			this.listener = listener;
		}

		@Override
		boolean create(String name) throws IOException {
			this.listener.accept("create " + name);
			return super.create(name);
		}

		@Override
		void sync() throws IOException {
			this.listener.accept("sync");
			super.sync();
		}

		@Override
		boolean delete(Path file) throws IOException {
			this.listener.accept("delete " + file.getFileName());
			return super.delete(file);
		}

	}

}
