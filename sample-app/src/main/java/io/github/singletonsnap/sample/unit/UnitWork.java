package io.github.singletonsnap.sample.unit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import io.github.singletonsnap.sample.agent.CollectorConfig;
import io.github.singletonsnap.sample.agent.CollectorSnap;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * One unit of a fleet: does random operations, and writes a report of each.
 */
@Component
@Profile(UnitWork.PROFILE)
public class UnitWork {

	/**
	 * The command of a unit that is started by hand.
	 */
	public static final String COMMAND = "unit";

	/**
	 * The command of a unit that a fleet starts.
	 */
	public static final String LED_COMMAND = "fleet-unit";

	/**
	 * The profile of both.
	 */
	public static final String PROFILE = "unit";

	/**
	 * What a unit that is led writes when it can begin.
	 */
	public static final String READY = "ready";

	private final CollectorSnap snap;

	private final CollectorConfig config;

	private final Visits visits;

	private final Journal journal;

	private final UnitProperties properties;

	UnitWork(CollectorSnap snap, CollectorConfig config, Visits visits, Journal journal, UnitProperties properties) {
		this.snap = snap;
		this.config = config;
		this.visits = visits;
		this.journal = journal;
		this.properties = properties;
	}

	/**
	 * Does all of the unit's operations, led by a fleet: it begins at a line on standard
	 * input, and dies when that ends, since its fleet is gone.
	 * @throws IOException if it has no access to its files
	 * @throws InterruptedException if this thread was interrupted
	 */
	public void runLed() throws IOException, InterruptedException {
		this.journal.led();
		BufferedReader fleet = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		System.out.println(READY);
		if (fleet.readLine() == null) {
			return;
		}
		Thread watch = new Thread(() -> dieWith(fleet), "fleet");
		watch.setDaemon(true);
		watch.start();
		run();
	}

	private static void dieWith(BufferedReader fleet) {
		try {
			fleet.readLine();
		}
		catch (IOException ex) {
			// It is gone as well
		}
		Runtime.getRuntime().halt(1);
	}

	/**
	 * Does all of the unit's operations.
	 * @throws InterruptedException if this thread was interrupted
	 */
	public void run() throws InterruptedException {
		boolean member = false;
		for (int i = 1; this.properties.isEndless() || i <= this.properties.operations(); i++) {
			Operation operation = Operation.choose(ThreadLocalRandom.current(), member,
					i == this.properties.operations());
			Report report = perform(operation);
			this.journal.write(report);
			if (report.outcome() == Outcome.DONE && operation != Operation.CONFIGURE) {
				member = operation != Operation.LEAVE;
			}
			rest();
		}
	}

	private void rest() throws InterruptedException {
		Duration pause = this.properties.pause();
		if (!pause.isZero()) {
			Thread.sleep(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() * 2));
		}
	}

	private Report perform(Operation operation) {
		return this.visits.report(operation, switch (operation) {
			case INSTALL -> this::install;
			case REFRESH -> this::refresh;
			case SET -> this::set;
			case LEAVE -> this::leave;
			case CONFIGURE -> this::configure;
		});
	}

	private String install() {
		return this.snap.install() ? "installed" : "already installed";
	}

	private String refresh() {
		this.snap.refresh();
		return "refreshed";
	}

	private String set() {
		this.snap.set("set-at", Instant.now().toString());
		return "option set";
	}

	private String leave() {
		return this.snap.leave().isPresent() ? "left, snap removed" : "left, snap in use";
	}

	private String configure() {
		int writes = this.config.read().map(Integer::parseInt).orElse(0) + 1;
		this.config.write(String.valueOf(writes));
		return "write " + writes;
	}

}
