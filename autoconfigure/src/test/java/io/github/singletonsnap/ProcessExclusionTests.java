package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.singletonsnap.support.HoldingPeer;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Exclusion between real processes, judged by programs that are not ours.
 */
class ProcessExclusionTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	@TempDir
	Path directory;

	private Path lockFile;

	private SingletonSnapManager manager;

	@BeforeEach
	void createManager() {
		this.lockFile = this.directory.resolve("LCK..otelcol");
		this.manager = SingletonSnapManager.builder("otelcol/0").lockDir(this.directory).build();
	}

	@Test
	void timesOutWhilePythonHoldsTheLock() throws IOException {
		try (Peer peer = Peer.pythonHolding(this.lockFile)) {
			assertTimesOut();
			peer.send("go");
			assertThat(peer.waitFor()).isZero();
		}
		this.manager.snapOperation("otelcol").close();
	}

	@Test
	void timesOutWhileFlockHoldsTheLock() throws IOException {
		try (Peer peer = Peer.flockHolding(this.lockFile)) {
			assertTimesOut();
			peer.send("go");
			peer.waitFor();
		}
		this.manager.snapOperation("otelcol").close();
	}

	@Test
	void timesOutWhileAnotherUnitHoldsTheLock() throws IOException {
		try (Peer peer = Peer.java(HoldingPeer.class, "hold", this.directory)) {
			peer.expect("held");
			assertTimesOut();
			peer.send("go");
			peer.expect("released");
			this.manager.snapOperation("otelcol").close();
		}
	}

	private void assertTimesOut() {
		assertThatExceptionOfType(SnapLockTimeoutException.class)
			.isThrownBy(() -> this.manager.snapOperation("otelcol", SHORT))
			.withMessageContaining("cannot lock snap \"otelcol\"")
			.withMessageContaining(this.lockFile.toString())
			.satisfies((ex) -> assertThat(ex.getWaited()).isGreaterThanOrEqualTo(SHORT))
			.satisfies((ex) -> assertThat(ex.getLock()).isEqualTo("LCK..otelcol"));
		assertThatExceptionOfType(SnapLockTimeoutException.class)
			.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ZERO));
	}

	@Test
	void nameWithLettersOutsideAsciiIsTheSameFileForAll() throws IOException {
		Path configLock = this.directory.resolve("LCK..config__etc_größe_yaml");
		try (SnapLock lock = this.manager.configOperation(Path.of("/etc/größe.yaml"))) {
			assertThat(configLock).exists();
			assertThat(Peer.isFreeForFlock(configLock)).isFalse();
		}
	}

	@Test
	void keepsPythonOutWhileHeldAndLetsItInAfterwards() throws IOException {
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			assertThat(Peer.isFreeForPython(this.lockFile)).isFalse();
		}
		assertThat(Peer.isFreeForPython(this.lockFile)).isTrue();
	}

	@Test
	void keepsFlockOutWhileHeldAndLetsItInAfterwards() throws IOException {
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			assertThat(Peer.isFreeForFlock(this.lockFile)).isFalse();
		}
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
	}

	@Test
	void configLockKeepsFlockOut() throws IOException {
		Path configLock = this.directory.resolve("LCK..config__etc_otelcol_config_yaml");
		try (SnapLock lock = this.manager.configOperation(Path.of("/etc/otelcol/config.yaml"))) {
			assertThat(Peer.isFreeForFlock(configLock)).isFalse();
		}
		assertThat(Peer.isFreeForFlock(configLock)).isTrue();
	}

	@Test
	void lockOfKilledProcessIsFreeAtOnce() throws IOException {
		try (Peer peer = Peer.java(HoldingPeer.class, "hold", this.directory)) {
			peer.expect("held");
			assertThat(Peer.isFreeForFlock(this.lockFile)).isFalse();
			peer.kill();
			this.manager.snapOperation("otelcol", Duration.ZERO).close();
		}
	}

	@Test
	void waiterGetsTheLockOfAKilledProcess() throws Exception {
		try (Peer peer = Peer.java(HoldingPeer.class, "hold", this.directory)) {
			peer.expect("held");
			Waiting waiting = Waiting.on(() -> this.manager.snapOperation("otelcol", Duration.ofMinutes(1)).close());
			waiting.untilBlockedIn(this.lockFile);
			peer.kill();
			waiting.join();
		}
	}

	@Test
	void eightProcessesLoseNoIncrementOfAnUnsynchronisedCounter() throws IOException {
		Path counter = Files.writeString(this.directory.resolve("counter"), "0");
		List<Peer> units = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			units.add(Peer.java(HoldingPeer.class, "count", this.directory, counter, 1000).expect("ready"));
		}
		for (Peer unit : units) {
			unit.send("go");
		}
		for (Peer unit : units) {
			unit.expect("done");
			unit.close();
		}
		assertThat(counter).hasContent("8000");
	}

	@Test
	void neverUnlinksTheLockFile() throws IOException {
		this.manager.snapOperation("otelcol").close();
		Object inode = Files.getAttribute(this.lockFile, "unix:ino");
		this.manager.snapOperation("otelcol").close();
		assertThat(Files.getAttribute(this.lockFile, "unix:ino")).isEqualTo(inode);
	}

	@Test
	void descriptorsAreClosedWhenAChildIsExecuted() throws IOException {
		List<Long> flags = new ArrayList<>();
		try (SnapLock lock = this.manager.snapOperation("otelcol");
				DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			for (Path fd : descriptors) {
				if (Files.exists(fd) && Files.readSymbolicLink(fd).startsWith(this.directory)) {
					flags.add(flags(Path.of("/proc/self/fdinfo").resolve(fd.getFileName())));
				}
			}
		}
		int closeOnExec = 02000000;
		// The lock file and its directory
		assertThat(flags).hasSize(2).allMatch((value) -> (value & closeOnExec) != 0);
	}

	private static long flags(Path fdinfo) throws IOException {
		String line = Files.readAllLines(fdinfo).get(1);
		return Long.parseLong(line.substring("flags:".length()).trim(), 8);
	}

	@Test
	void descriptorsDoNotAddUp() throws IOException {
		this.manager.snapOperation("otelcol").close();
		long before = descriptors();
		for (int i = 0; i < 100; i++) {
			this.manager.snapOperation("otelcol").close();
			try (Peer peer = Peer.flockHolding(this.lockFile)) {
				assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> this.manager.snapOperation("otelcol", Duration.ZERO));
			}
		}
		// Other threads of this JVM may open a file meanwhile, but not a hundred
		assertThat(descriptors()).isLessThan(before + 50);
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.count();
		}
	}

}
