package io.github.singletonsnap.sample.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import io.github.singletonsnap.sample.agent.CollectorConfig;
import io.github.singletonsnap.sample.agent.CollectorSnap;

import org.springframework.stereotype.Component;

/**
 * One unit of a fleet: does random operations, and writes a report of each to standard
 * output. It begins at a line on standard input, and dies when that ends: its fleet is
 * gone.
 */
@Component
public class FleetUnit {

	/**
	 * The command that makes a process a unit of a fleet.
	 */
	public static final String COMMAND = "fleet-unit";

	static final String READY = "ready";

	private final CollectorSnap snap;

	private final CollectorConfig config;

	private final Watch watch;

	private final int operations;

	FleetUnit(CollectorSnap snap, CollectorConfig config, Watch watch, FleetProperties fleet) {
		this.snap = snap;
		this.config = config;
		this.watch = watch;
		this.operations = fleet.operations();
	}

	/**
	 * Does all of the unit's operations.
	 * @throws IOException if it has no access to its files
	 */
	public void run() throws IOException {
		BufferedReader fleet = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		System.out.println(READY);
		if (fleet.readLine() == null) {
			return;
		}
		Thread watch = new Thread(() -> dieWith(fleet), "fleet");
		watch.setDaemon(true);
		watch.start();
		work();
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

	private void work() {
		boolean member = false;
		for (int i = 1; i <= this.operations; i++) {
			Operation operation = Operation.choose(ThreadLocalRandom.current(), member, i == this.operations);
			Report report = perform(operation);
			System.out.println(report.toLine());
			if (report.outcome() == Outcome.DONE && operation != Operation.CONFIGURE) {
				member = operation != Operation.LEAVE;
			}
		}
	}

	private Report perform(Operation operation) {
		return this.watch.report(operation, switch (operation) {
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
