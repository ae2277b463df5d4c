package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.singletonsnap.support.Peer;
import io.github.singletonsnap.support.RestlessUnit;
import io.github.singletonsnap.support.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything at once: units that give up and are interrupted, stopped and killed, beside
 * a program that truncates the lock file and one that knows no gate.
 */
class RestlessUnitsTests {

	private static final int UNITS = 3;

	private static final int BLOWS = 24;

	private static final int PROGRESS = 200;

	@TempDir
	private Path directory;

	private final SeededRandom random = SeededRandom.of(RestlessUnitsTests.class);

	private final List<Peer> units = new ArrayList<>();

	private final Set<Long> killed = new HashSet<>();

	@Test
	void noTwoSectionsOverlapAndEveryoneGoesOn() throws Exception {
		Path locks = Files.createDirectory(this.directory.resolve("locks"));
		Path lock = locks.resolve("LCK..otelcol");
		Path log = Files.createFile(this.directory.resolve("log"));
		try (Peer python = Peer.start("python3", "src/test/resources/restless_peer.py", lock.toString(),
				log.toString());
				Peer shell = Peer.start("sh", "-c",
						"echo ready; while ! timeout 0.01 head -c 1 >/dev/null; do flock \"$0\" "
								+ "sh -c 'echo enter $$ >>\"$0\"; echo leave $$ >>\"$0\"' \"$1\"; done",
						lock.toString(), log.toString())) {
			python.expect("ready");
			shell.expect("ready");
			for (int i = 0; i < UNITS; i++) {
				this.units.add(start(locks, log));
			}
			for (int i = 0; i < BLOWS; i++) {
				assertThat(goesOn(log, TimeUnit.MINUTES.toNanos(2))).isTrue();
				strike(this.random.nextInt(UNITS), locks, log);
			}
			List<Peer> all = new ArrayList<>(this.units);
			all.addAll(List.of(python, shell));
			for (Peer peer : all) {
				peer.endInput();
				assertThat(peer.waitFor()).isZero();
			}
		}
		finally {
			this.units.forEach(Peer::close);
		}
		assertThat(overlaps(Files.readAllLines(log))).isEmpty();
		assertThat(Peer.isFreeForFlock(lock)).isTrue();
		assertThat(Peer.isFreeForFlock(locks.resolve("LCK..otelcol.gate"))).isTrue();
	}

	private Peer start(Path locks, Path log) throws IOException {
		return Peer.java(RestlessUnit.class, locks, log, this.random.nextLong()).expect("ready");
	}

	private void strike(int victim, Path locks, Path log) throws Exception {
		Peer unit = this.units.get(victim);
		switch (this.random.nextInt(3)) {
			case 0 -> {
				unit.kill();
				this.killed.add(unit.pid());
				this.units.set(victim, start(locks, log));
			}
			case 1 -> {
				signal("-STOP", unit);
				// The others go on, unless it is the holder that is stopped
				goesOn(log, TimeUnit.SECONDS.toNanos(1));
				signal("-CONT", unit);
			}
			default -> unit.send("interrupt");
		}
	}

	private static void signal(String signal, Peer unit) throws IOException {
		assertThat(Peer.start("kill", signal, String.valueOf(unit.pid())).waitFor()).isZero();
	}

	private static boolean goesOn(Path log, long patience) throws IOException {
		long end = System.nanoTime() + patience;
		long size = Files.size(log);
		while (Files.size(log) < size + PROGRESS) {
			if (System.nanoTime() > end) {
				return false;
			}
			LockSupport.parkNanos(1_000_000);
		}
		return true;
	}

	/**
	 * Sections that began before the last one ended, unless its process was killed in it.
	 */
	private List<String> overlaps(List<String> lines) {
		List<String> overlaps = new ArrayList<>();
		String inside = null;
		for (String line : lines) {
			String process = line.substring(line.indexOf(' ') + 1);
			if (line.startsWith("enter")) {
				if (inside != null && !this.killed.contains(Long.valueOf(inside))) {
					overlaps.add(process + " entered while " + inside + " was inside");
				}
				inside = process;
			}
			else {
				if (!process.equals(inside)) {
					overlaps.add(process + " left while " + inside + " was inside");
				}
				inside = null;
			}
		}
		return overlaps;
	}

}
