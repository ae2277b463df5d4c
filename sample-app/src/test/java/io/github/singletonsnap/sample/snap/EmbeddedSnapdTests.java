package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EmbeddedSnapd}. What it should do was seen on snapd 2.57.
 */
class EmbeddedSnapdTests {

	private static final OptionalInt ANY = OptionalInt.empty();

	@TempDir
	private Path state;

	@Test
	void nothingIsInProgressBeforeTheFirstChange() {
		assertThat(new EmbeddedSnapd(this.state.resolve("none"), () -> {
		}).changesInProgress("otelcol")).isEmpty();
	}

	@Test
	void changeIsInProgressUntilItEnds() {
		List<SnapTask> seen = new ArrayList<>();
		EmbeddedSnapd snapd = snapdWorking(() -> seen.addAll(snapd().changesInProgress("otelcol")));
		snapd.install("otelcol", ANY);
		assertThat(seen).containsExactly(new SnapTask("1", "install-snap", "install-snap of \"otelcol\""));
		assertThat(snapd.changesInProgress("otelcol")).isEmpty();
	}

	@Test
	void snapIsAbsentAtFirst() {
		assertThat(snapd().isInstalled("otelcol", ANY)).isFalse();
	}

	@Test
	void installedSnapIsThere() {
		snapd().install("otelcol", ANY);
		assertThat(snapd().isInstalled("otelcol", ANY)).isTrue();
	}

	@Test
	void snapThatIsBeingInstalledIsAbsent() {
		snapdWorking(() -> assertThat(snapd().isInstalled("otelcol", ANY)).isFalse()).install("otelcol", ANY);
	}

	@Test
	void snapThatIsBeingChangedIsNotCalledThere() {
		snapd().install("otelcol", ANY);
		snapdWorking(() -> assertThatExceptionOfType(SnapChangeConflictException.class)
			.isThrownBy(() -> snapd().isInstalled("otelcol", ANY))).remove("otelcol");
	}

	@Test
	void snapOfProcessThatDiedInInstallIsAbsent() throws Exception {
		Process dead = new ProcessBuilder("true").start();
		dead.waitFor();
		Files.createSymbolicLink(this.state.resolve("otelcol.change-1"), Path.of("install-snap " + dead.pid()));
		Files.createDirectory(this.state.resolve("otelcol"));
		assertThat(snapd().isInstalled("otelcol", ANY)).isFalse();
		snapd().install("otelcol", ANY);
		assertThat(snapd().isInstalled("otelcol", ANY)).isTrue();
	}

	@Test
	void installedRevisionIsTheOneAskedFor() {
		snapd().install("otelcol", OptionalInt.of(80));
		assertThat(snapd().isInstalled("otelcol", OptionalInt.of(80))).isTrue();
		assertThat(snapd().isInstalled("otelcol", OptionalInt.of(81))).isFalse();
		assertThat(snapd().isInstalled("otelcol", ANY)).isTrue();
	}

	@Test
	void secondInstallIsRefreshToNextRevision() {
		snapd().install("otelcol", ANY);
		snapd().install("otelcol", ANY);
		assertThat(this.state.resolve("otelcol/revision")).hasContent("x2");
	}

	@Test
	void optionIsKept() {
		snapd().install("otelcol", ANY);
		snapd().set("otelcol", "level", "info");
		assertThat(this.state.resolve("otelcol/option-level")).hasContent("info");
	}

	@Test
	void optionOfAbsentSnapIsRefused() {
		assertThatExceptionOfType(SnapException.class).isThrownBy(() -> snapd().set("otelcol", "level", "info"))
			.withMessage("snap \"otelcol\" not found")
			.isNotInstanceOf(SnapChangeConflictException.class);
	}

	@Test
	void removedSnapIsAbsent() {
		snapd().install("otelcol", ANY);
		snapd().set("otelcol", "level", "info");
		snapd().remove("otelcol");
		assertThat(snapd().isInstalled("otelcol", ANY)).isFalse();
	}

	@Test
	void removalOfAbsentSnapDoesNothing() {
		snapd().remove("otelcol");
		assertThat(snapd().isInstalled("otelcol", ANY)).isFalse();
	}

	@Test
	void changeDuringInstallIsRefused() {
		snapdWorking(() -> assertConflict("install-snap")).install("otelcol", ANY);
	}

	@Test
	void changeDuringConfigureIsRefused() {
		snapd().install("otelcol", ANY);
		snapdWorking(() -> assertConflict("configure-snap")).set("otelcol", "level", "info");
	}

	@Test
	void changeDuringRemovalIsRefused() {
		snapd().install("otelcol", ANY);
		snapdWorking(() -> assertConflict("remove-snap")).remove("otelcol");
	}

	@Test
	void changeOfAnotherSnapIsNotRefused() {
		snapdWorking(() -> snapd().install("other", ANY)).install("otelcol", ANY);
		assertThat(snapd().isInstalled("other", ANY)).isTrue();
	}

	@Test
	void changeDuringChangeOfAnotherProcessIsRefused() throws IOException {
		long living = ProcessHandle.current().parent().orElseThrow().pid();
		Files.createSymbolicLink(this.state.resolve("otelcol.change-1"), Path.of("install-snap " + living));
		assertConflict("install-snap");
	}

	@Test
	void changeOfDeadProcessDoesNotCount() throws Exception {
		Process dead = new ProcessBuilder("true").start();
		dead.waitFor();
		Files.createSymbolicLink(this.state.resolve("otelcol.change-1"), Path.of("install-snap " + dead.pid()));
		snapd().install("otelcol", ANY);
		snapdWorking(() -> assertConflict("configure-snap")).set("otelcol", "level", "info");
	}

	@Test
	void failedChangeIsOver() {
		assertThatIllegalStateException().isThrownBy(() -> snapdWorking(() -> {
			throw new IllegalStateException("failed");
		}).install("otelcol", ANY));
		snapd().remove("otelcol");
		assertThat(snapd().isInstalled("otelcol", ANY)).isFalse();
	}

	@Test
	void onlyOneChangeIsMadeAtTimeByManyThreads() throws InterruptedException {
		AtomicInteger working = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		EmbeddedSnapd snapd = snapdWorking(() -> {
			most.accumulateAndGet(working.incrementAndGet(), Math::max);
			working.decrementAndGet();
		});
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> installOften(snapd));
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(most).hasValue(1);
	}

	private static void installOften(EmbeddedSnapd snapd) {
		for (int i = 0; i < 500; i++) {
			try {
				snapd.install("otelcol", ANY);
			}
			catch (SnapChangeConflictException ex) {
				// As it should be
			}
		}
	}

	private void assertConflict(String kind) {
		assertThatExceptionOfType(SnapChangeConflictException.class).isThrownBy(() -> snapd().install("otelcol", ANY))
			.withMessage("snap \"otelcol\" has \"" + kind + "\" change in progress");
	}

	private EmbeddedSnapd snapd() {
		return snapdWorking(() -> {
		});
	}

	private EmbeddedSnapd snapdWorking(Runnable work) {
		return new EmbeddedSnapd(this.state, work);
	}

}
