package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.benchmark.Bout.Turn;
import io.github.singletonsnap.support.Peer;

/**
 * Processes that want the same lock. They live from the first bout to the last, so that
 * JVMs are warm.
 */
final class Contenders implements AutoCloseable {

	private static final Duration TO_GET_READY = Duration.ofMillis(50);

	private static final Duration HOLD = Duration.ofMillis(1);

	// So short that each JVM has its turn often enough to compile what a turn takes
	private static final Duration WARM_UP_HOLD = Duration.ofNanos(50_000);

	private static final Duration WARM_UP = Duration.ofSeconds(5);

	private final List<Peer> processes = new ArrayList<>();

	private Contenders() {
	}

	static Contenders inC(int count, String... command) throws IOException {
		return new Contenders().add(count, command);
	}

	static Contenders inJava(int count, Path lockDir) throws IOException {
		Contenders contenders = new Contenders().add(count, Jvm.command(Contender.class, lockDir));
		contenders.compete(count, WARM_UP, WARM_UP_HOLD, WARM_UP_HOLD, false);
		return contenders;
	}

	private Contenders add(int count, String... command) throws IOException {
		try {
			// One by one: while all warm up together, none gets warm
			for (int i = 0; i < count; i++) {
				Peer process = Peer.start(command);
				this.processes.add(process);
				process.expect("ready");
			}
			return this;
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Lets the first of the processes compete. Each sleeps for 1 ms whenever it holds the
	 * lock.
	 */
	Bout compete(int count, Duration length, Duration pause) throws IOException {
		return compete(count, length, HOLD, pause, false);
	}

	/**
	 * Lets all compete without a pause. Each computes for 1 ms whenever it holds the
	 * lock: one that slept would give up its CPU to those that wait, and flock(2) would
	 * look fairer than it is.
	 */
	Bout competeAtWork(Duration length) throws IOException {
		return compete(this.processes.size(), length, HOLD, Duration.ZERO, true);
	}

	private Bout compete(int count, Duration length, Duration hold, Duration pause, boolean work) throws IOException {
		long start = System.nanoTime() + TO_GET_READY.toNanos();
		long end = start + length.toNanos();
		List<Peer> competing = this.processes.subList(0, count);
		for (Peer process : competing) {
			process.send(start + " " + end + " " + hold.toNanos() + " " + pause.toNanos() + " " + (work ? 1 : 0));
		}
		List<List<Turn>> holds = new ArrayList<>();
		for (Peer process : competing) {
			holds.add(read(process, end));
		}
		return new Bout(holds, length.toNanos() / 1e9);
	}

	private static List<Turn> read(Peer process, long end) throws IOException {
		List<Turn> holds = new ArrayList<>();
		for (String line = process.readLine(); !"done".equals(line); line = process.readLine()) {
			if (line == null) {
				throw new IllegalStateException("a process ended before the bout did");
			}
			Turn hold = Turn.parse(line);
			if (hold.released() <= end) {
				holds.add(hold);
			}
		}
		return holds;
	}

	@Override
	public void close() {
		this.processes.forEach(Peer::close);
	}

}
