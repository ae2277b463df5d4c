package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.support.Peer;

/**
 * What it costs to wait for a lock that another process does not give back.
 */
final class WaitingInVain implements Section {

	private static final int WARM_UPS = 10;

	@Override
	public String name() {
		return "waiting";
	}

	@Override
	public String title() {
		return "Waiting: CPU time of a JVM in which " + WaitingUnit.REQUESTS
				+ " requests wait for another process, until they time out";
	}

	@Override
	public List<Row> run(Settings settings, Path directory) throws IOException {
		Path lockDir = Files.createDirectory(directory.resolve("locks"));
		SingletonSnapManager holder = SingletonSnapManager.builder("benchmark/holder").lockDir(lockDir).build();
		Rounds rounds = new Rounds();
		try (SnapLock lock = holder.snapOperation("otelcol");
				Peer unit = Peer.start(Jvm.command(WaitingUnit.class, lockDir))) {
			for (int i = 0; i < WARM_UPS; i++) {
				cpuPercent(unit, Duration.ofMillis(200));
			}
			for (int i = 0; i < settings.fewRounds(); i++) {
				rounds.add("CPU", cpuPercent(unit, settings.longestWait()));
			}
		}
		return List
			.of(new Row("of one core, over " + settings.longestWait().toSeconds() + " s", rounds.of("CPU"), " %", ""));
	}

	private static double cpuPercent(Peer unit, Duration wait) throws IOException {
		unit.send(String.valueOf(wait.toMillis()));
		return Double.parseDouble(unit.readLine());
	}

}
