package io.github.singletonsnap.sample.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.sample.unit.Report;
import io.github.singletonsnap.sample.unit.Step;
import io.github.singletonsnap.sample.unit.UnitWork;

/**
 * The process of one unit, as the fleet sees it. What the process writes is a step, a
 * report, or kept as its log.
 */
final class UnitProcess {

	private static final Duration TO_READ_THE_REST = Duration.ofSeconds(10);

	private static final int LONGEST_LOG = 100;

	private final String unit;

	private final Process process;

	private final Listener listener;

	// Guarded by itself
	private final Deque<String> log = new ArrayDeque<>();

	private final CountDownLatch readyOrDead = new CountDownLatch(1);

	private volatile boolean ready;

	private final Thread reader;

	private UnitProcess(String unit, Process process, Listener listener) {
		this.unit = unit;
		this.process = process;
		this.listener = listener;
		this.reader = new Thread(this::read, unit);
		this.reader.setDaemon(true);
	}

	static UnitProcess start(String unit, List<String> command, Listener listener) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		UnitProcess started = new UnitProcess(unit, process, listener);
		started.reader.start();
		return started;
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader()) {
			output.lines().forEach(this::read);
		}
		catch (UncheckedIOException ex) {
			// It was killed while its lines were read
		}
		catch (IOException ex) {
			log(ex.toString());
		}
		finally {
			this.readyOrDead.countDown();
			this.listener.ended(this, describeEnd());
		}
	}

	private void read(String line) {
		if (Report.isReport(line)) {
			this.listener.reported(Report.parse(line));
		}
		else if (Step.isStep(line)) {
			this.listener.stepped(Step.parse(line));
		}
		else if (line.equals(UnitWork.READY)) {
			this.ready = true;
			this.listener.ready(this);
			this.readyOrDead.countDown();
		}
		else {
			log(line);
		}
	}

	private void log(String line) {
		synchronized (this.log) {
			if (this.log.size() == LONGEST_LOG) {
				this.log.removeFirst();
			}
			this.log.addLast(line);
		}
	}

	private List<String> log() {
		synchronized (this.log) {
			return List.copyOf(this.log);
		}
	}

	// Empty if all went well
	private String describeEnd() {
		int exitCode = this.process.onExit().join().exitValue();
		return (exitCode == 0) ? "" : "exit code " + exitCode + "\n" + String.join("\n", log());
	}

	String unit() {
		return this.unit;
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	void awaitReady(Instant deadline) throws InterruptedException, UnitFailedException {
		if (!this.readyOrDead.await(millisUntil(deadline), TimeUnit.MILLISECONDS) || !this.ready) {
			throw failed("did not get ready in time");
		}
	}

	/**
	 * Lets it begin, as soon as it is ready.
	 */
	void begin() throws UnitFailedException {
		try {
			// Stays open: the unit dies when it is closed
			Writer input = this.process.outputWriter();
			input.write("begin\n");
			input.flush();
		}
		catch (IOException ex) {
			throw failed("died before it began");
		}
	}

	void awaitEnd(Instant deadline) throws InterruptedException, UnitFailedException {
		if (!this.process.waitFor(millisUntil(deadline), TimeUnit.MILLISECONDS)) {
			throw failed("was not done in time, and is killed now");
		}
		this.reader.join(TO_READ_THE_REST.toMillis());
		if (this.process.exitValue() != 0) {
			throw failed("ended with exit code " + this.process.exitValue());
		}
	}

	/**
	 * Sends it a signal, {@code STOP} or {@code CONT}.
	 */
	void signal(String name) throws IOException {
		new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).inheritIO().start().onExit().join();
	}

	void kill() {
		// Until it has ended it could still write
		this.process.destroyForcibly().onExit().join();
	}

	private UnitFailedException failed(String problem) {
		return new UnitFailedException(this.unit, problem, log());
	}

	private static long millisUntil(Instant deadline) {
		return Math.max(0, Duration.between(Instant.now(), deadline).toMillis());
	}

	/**
	 * Is told what a unit does.
	 */
	interface Listener {

		void ready(UnitProcess process);

		void stepped(Step step);

		void reported(Report report);

		void ended(UnitProcess process, String detail);

	}

}
