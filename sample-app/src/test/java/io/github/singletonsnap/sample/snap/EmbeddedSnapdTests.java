package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

	@TempDir
	private Path state;

	@Test
	void snapIsAbsentAtFirst() {
		assertThat(snapd().isInstalled("otelcol")).isFalse();
	}

	@Test
	void installedSnapIsThere() {
		snapd().install("otelcol");
		assertThat(snapd().isInstalled("otelcol")).isTrue();
	}

	@Test
	void snapIsThereWhileItIsBeingInstalled() {
		snapdWorking(() -> assertThat(snapd().isInstalled("otelcol")).isTrue()).install("otelcol");
	}

	@Test
	void secondInstallIsRefreshToNextRevision() {
		snapd().install("otelcol");
		snapd().install("otelcol");
		assertThat(this.state.resolve("otelcol/revision")).hasContent("x2");
	}

	@Test
	void optionIsKept() {
		snapd().install("otelcol");
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
		snapd().install("otelcol");
		snapd().set("otelcol", "level", "info");
		snapd().remove("otelcol");
		assertThat(snapd().isInstalled("otelcol")).isFalse();
	}

	@Test
	void removalOfAbsentSnapDoesNothing() {
		snapd().remove("otelcol");
		assertThat(snapd().isInstalled("otelcol")).isFalse();
	}

	@Test
	void changeDuringInstallIsRefused() {
		snapdWorking(() -> assertConflict("install-snap")).install("otelcol");
	}

	@Test
	void changeDuringConfigureIsRefused() {
		snapd().install("otelcol");
		snapdWorking(() -> assertConflict("configure-snap")).set("otelcol", "level", "info");
	}

	@Test
	void changeDuringRemovalIsRefused() {
		snapd().install("otelcol");
		snapdWorking(() -> assertConflict("remove-snap")).remove("otelcol");
	}

	@Test
	void changeOfAnotherSnapIsNotRefused() {
		snapdWorking(() -> snapd().install("other")).install("otelcol");
		assertThat(snapd().isInstalled("other")).isTrue();
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
		snapd().install("otelcol");
		snapdWorking(() -> assertConflict("configure-snap")).set("otelcol", "level", "info");
	}

	@Test
	void failedChangeIsOver() {
		assertThatIllegalStateException().isThrownBy(() -> snapdWorking(() -> {
			throw new IllegalStateException("failed");
		}).install("otelcol"));
		snapd().remove("otelcol");
		assertThat(snapd().isInstalled("otelcol")).isFalse();
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
				snapd.install("otelcol");
			}
			catch (SnapChangeConflictException ex) {
				// As it should be
			}
		}
	}

	private void assertConflict(String kind) {
		assertThatExceptionOfType(SnapChangeConflictException.class).isThrownBy(() -> snapd().install("otelcol"))
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
