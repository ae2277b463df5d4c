package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.support.Peer;

/**
 * What it costs to find the units of one snap among the registrations of many.
 */
final class Listing implements Section {

	private static final int SNAPS = 50;

	private static final int UNITS = 50;

	private static final String SNAP = "snap25";

	private static final int TIMES = 100;

	private static final String C = "C";

	private static final String PYTHON = "Python";

	private static final String OURS = "ours";

	@Override
	public String name() {
		return "listing";
	}

	@Override
	public String title() {
		return "getUnits among 10,000 registrations of 50 snaps: CPU time";
	}

	@Override
	public List<Row> run(Settings settings, Path directory) throws IOException {
		String c = Programs.compile("units.c", directory);
		Path locks = Files.createDirectory(directory.resolve("locks"));
		for (int snap = 0; snap < SNAPS; snap++) {
			for (int unit = 0; unit < UNITS; unit++) {
				register(locks.resolve("LCK..snap" + snap + "--rev" + unit + "__current_" + unit));
				register(locks.resolve("LCK..snap" + snap + "__" + unit + "--charm_" + unit));
				register(locks.resolve("LCK..snap" + snap + "__sibling_" + unit));
				register(locks.resolve("LCK..snap" + snap + "--first_" + unit));
			}
		}
		SingletonSnapManager manager = SingletonSnapManager.builder("a").lockDir(locks).build();
		Rounds rounds = new Rounds();
		// Until it is compiled
		ours(manager);
		ours(manager);
		for (int i = 0; i < settings.rounds(); i++) {
			rounds.add(C, program(c, locks.toString(), SNAP, String.valueOf(TIMES)));
			rounds.add(OURS, ours(manager));
			rounds.add(PYTHON,
					program("python3", Programs.source("units.py"), locks.toString(), SNAP, String.valueOf(TIMES)));
		}
		return List.of(row("getUnits : C", rounds, OURS, C),
				row("Python, os.listdir : getUnits", rounds, PYTHON, OURS));
	}

	private static void register(Path file) throws IOException {
		Files.createFile(file);
	}

	private static Row row(String what, Rounds rounds, String measured, String to) {
		return Row.ratio(what, rounds.ratio(measured, to), rounds.detail(measured, to, "%.0f", "µs"));
	}

	private static double ours(SingletonSnapManager manager) {
		long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		for (int i = 0; i < TIMES; i++) {
			check(manager.getUnits(SNAP).size());
		}
		return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1000.0 / TIMES;
	}

	private static double program(String... command) throws IOException {
		try (Peer program = Peer.start(command)) {
			check(Integer.parseInt(program.readLine()));
			return Double.parseDouble(program.readLine());
		}
	}

	private static void check(int units) {
		if (units != 4 * UNITS) {
			throw new IllegalStateException("found " + units + " units");
		}
	}

}
