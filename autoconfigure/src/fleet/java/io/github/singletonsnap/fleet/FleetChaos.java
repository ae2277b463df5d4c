package io.github.singletonsnap.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.github.singletonsnap.support.Postgres;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * Three machines of three units each at one PostgreSQL, first with one permit, then with
 * two: {@code FleetChaos MINUTES}. Units and machines are killed at work, connections
 * cut, the database stopped and crashed; one machine comes through PgBouncer, and the
 * clocks of two are hours away. Never may more machines be at work than there are
 * permits, nor two units of one. It goes on until enough was seen, as long as that takes,
 * and gives up after some minutes.
 */
public final class FleetChaos {

	private static final int SECTIONS = 50;

	private static final int SECTIONS_OF_EACH = 10;

	// Between two disturbances
	private static final int SECTIONS_IN_PEACE = 4;

	private final Postgres postgres;

	private final FleetLog log;

	private final List<FleetMachine> machines;

	private final Random random;

	private final long end;

	private final Oracle oracle = new Oracle();

	private FleetChaos(Postgres postgres, FleetLog log, List<FleetMachine> machines, long seed, Duration longest) {
		this.postgres = postgres;
		this.log = log;
		this.machines = machines;
		this.random = new Random(seed);
		this.end = System.nanoTime() + longest.toNanos();
	}

	public static void main(String[] args) throws Exception {
		long seed = Long.getLong("random.seed", System.nanoTime());
		Path directory = Files.createTempDirectory("fleet");
		System.out.println("Repeat with -Drandom.seed=" + seed + "; if it fails, see " + directory);
		try (Postgres postgres = Postgres.start(); Bouncer bouncer = Bouncer.start(directory, postgres)) {
			FleetLog log = new FleetLog(directory.resolve("log"));
			List<FleetMachine> machines = List.of(
					new FleetMachine(directory.resolve("machine-0"), postgres.url(), 0, log),
					new FleetMachine(directory.resolve("machine-1"), postgres.url(), 3, log),
					new FleetMachine(directory.resolve("machine-2"), bouncer.url(), -5, log));
			try {
				new FleetChaos(postgres, log, machines, seed, Duration.ofMinutes(Integer.parseInt(args[0]))).run();
			}
			finally {
				machines.forEach(FleetMachine::destroy);
			}
		}
		FileSystemUtils.deleteRecursively(directory);
	}

	private void run() throws Exception {
		try (var schema = FleetChaos.class.getResourceAsStream("/io/github/singletonsnap/rollout/schema.sql")) {
			sql(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
		}
		for (FleetMachine machine : this.machines) {
			machine.start();
		}
		disturbAll(1);
		read();
		sql("INSERT INTO singleton_snap_rollout (group_name, slot) VALUES ('fleet', 2)");
		disturbAll(2);
		for (FleetMachine machine : this.machines) {
			machine.end();
		}
		while (!this.machines.stream().allMatch(FleetMachine::hasEnded)) {
			checkTime("the end of all units");
			Thread.sleep(20);
		}
		read();
		checkRows(this.oracle.atWork());
	}

	private void disturbAll(int permits) throws Exception {
		this.oracle.begin(permits);
		List<Disturbance> all = new ArrayList<>(List.of(this::cutConnections, this::cutConnections,
				this::cutConnections, () -> stop("fast"), () -> stop("immediate"), () -> stop("immediate"),
				this::killSomeUnit, this::killSomeUnit, () -> loseMachine(true), () -> loseMachine(false)));
		this.machines.forEach((machine) -> all.add(() -> killInside(machine)));
		Collections.shuffle(all, this.random);
		for (Disturbance next : all) {
			next.disturb();
			awaitSections(this.oracle.sections() + SECTIONS_IN_PEACE, 0);
		}
		awaitSections(SECTIONS, SECTIONS_OF_EACH);
		System.out.println(this.oracle);
		if (this.oracle.mostAtWork() < permits || this.oracle.killedInside() < this.machines.size()) {
			throw new IllegalStateException("too few at work, or killed inside");
		}
	}

	private void cutConnections() {
		sql("DO 'BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity "
				+ "WHERE pid <> pg_backend_pid() AND backend_type = ''client backend''; END'");
	}

	private void stop(String mode) throws Exception {
		this.postgres.stop(mode);
		Thread.sleep(this.random.nextInt(500));
		this.postgres.startAgain();
	}

	private void killSomeUnit() throws Exception {
		FleetMachine machine = someMachine();
		machine.kill(this.random.nextInt(3));
		machine.start();
	}

	private void killInside(FleetMachine machine) throws Exception {
		machine.kill(keepInside(machine));
		machine.set("stay", false);
		machine.start();
	}

	/**
	 * Others ask while a machine has its permit and does nothing, as its units are killed
	 * or its work has failed.
	 */
	private void loseMachine(boolean dies) throws Exception {
		FleetMachine machine = someMachine();
		String inside = keepInside(machine);
		machine.killAllBut(inside);
		if (dies) {
			machine.kill(inside);
		}
		machine.set("fail", true);
		machine.set("stay", false);
		Map<String, Integer> told = new TreeMap<>();
		this.machines.forEach((other) -> told.put(other.name(), this.oracle.told(other.name()) + 3));
		told.remove(machine.name());
		await("the others, as " + machine.name() + " is lost", (other) -> false,
				() -> this.oracle.staying(machine.name()).isEmpty()
						&& told.keySet().stream().allMatch((other) -> this.oracle.told(other) >= told.get(other)));
		checkRows(Set.of(machine.name()));
		machine.set("fail", false);
		machine.start();
	}

	private FleetMachine someMachine() {
		return this.machines.get(this.random.nextInt(this.machines.size()));
	}

	/**
	 * Returns a process that is inside, and stays there.
	 */
	private String keepInside(FleetMachine machine) throws Exception {
		machine.set("stay", true);
		await(machine.name() + " to be inside", (other) -> other != machine,
				() -> this.oracle.staying(machine.name()).isPresent());
		return this.oracle.staying(machine.name()).orElseThrow();
	}

	private void awaitSections(int all, int ofEach) throws Exception {
		await(all + " sections, and of each machine " + ofEach,
				(machine) -> this.oracle.sections(machine.name()) > least() + 5,
				() -> this.oracle.sections() >= all && least() >= ofEach);
	}

	private int least() {
		return this.machines.stream().mapToInt((machine) -> this.oracle.sections(machine.name())).min().orElseThrow();
	}

	/**
	 * Waits for what is to happen.
	 * @param rests which machines are to leave it to others meanwhile; those that are at
	 * work go on, as nobody else could
	 */
	private void await(String what, Predicate<FleetMachine> rests, BooleanSupplier condition) throws Exception {
		while (!condition.getAsBoolean()) {
			checkTime(what);
			for (FleetMachine machine : this.machines) {
				machine.check();
				machine.set("rest", rests.test(machine) && !this.oracle.atWork().contains(machine.name()));
			}
			Thread.sleep(20);
			read();
		}
	}

	private void checkTime(String what) {
		if (System.nanoTime() > this.end) {
			throw new IllegalStateException("waited in vain for " + what + ": " + this.oracle);
		}
	}

	private void read() throws IOException {
		for (String line : this.log.next()) {
			this.oracle.read(line);
			this.machines.forEach((machine) -> machine.checkClock(line));
		}
		if (!this.oracle.violations().isEmpty()) {
			throw new IllegalStateException(this.oracle + " " + this.oracle.violations());
		}
	}

	/**
	 * In the database, too, machines have permits.
	 */
	private void checkRows(Set<String> machines) {
		List<String> rows = JdbcClient.create(this.postgres.dataSource())
			.sql("SELECT machine FROM singleton_snap_rollout WHERE machine IS NOT NULL")
			.query(String.class)
			.list();
		if (!rows.containsAll(machines)) {
			throw new IllegalStateException("at work are " + machines + ", and in the database " + rows);
		}
	}

	private void sql(String sql) {
		JdbcClient.create(this.postgres.dataSource()).sql(sql).update();
	}

	private interface Disturbance {

		void disturb() throws Exception;

	}

}
