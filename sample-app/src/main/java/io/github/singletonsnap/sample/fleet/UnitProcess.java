package io.github.singletonsnap.sample.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The process of one unit, as the fleet sees it. What the process writes is either a
 * report or kept as its log.
 */
final class UnitProcess {

	private static final Duration TO_READ_THE_REST = Duration.ofSeconds(10);

	private final String unit;

	private final Process process;

	private final Consumer<Report> reports;

	private final List<String> log = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch readyOrDead = new CountDownLatch(1);

	private volatile boolean ready;

	private final Thread reader;

	private UnitProcess(String unit, Process process, Consumer<Report> reports) {
		this.unit = unit;
		this.process = process;
		this.reports = reports;
		this.reader = new Thread(this::read, unit);
		this.reader.setDaemon(true);
	}

	static UnitProcess start(String unit, List<String> command, Consumer<Report> reports) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		UnitProcess started = new UnitProcess(unit, process, reports);
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
			this.log.add(ex.toString());
		}
		finally {
			this.readyOrDead.countDown();
		}
	}

	private void read(String line) {
		if (Report.isReport(line)) {
			this.reports.accept(Report.parse(line));
		}
		else if (line.equals(FleetUnit.READY)) {
			this.ready = true;
			this.readyOrDead.countDown();
		}
		else {
			this.log.add(line);
		}
	}

	void awaitReady(Instant deadline) throws InterruptedException, UnitFailedException {
		if (!this.readyOrDead.await(millisUntil(deadline), TimeUnit.MILLISECONDS) || !this.ready) {
			throw failed("did not get ready in time");
		}
	}

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

	void kill() {
		// Until it has ended it could still write
		this.process.destroyForcibly().onExit().join();
	}

	private UnitFailedException failed(String problem) {
		return new UnitFailedException(this.unit, problem, List.copyOf(this.log));
	}

	private static long millisUntil(Instant deadline) {
		return Math.max(0, Duration.between(Instant.now(), deadline).toMillis());
	}

}
