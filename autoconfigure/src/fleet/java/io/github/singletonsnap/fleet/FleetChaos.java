package io.github.singletonsnap.fleet;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.autoconfigure.FleetUnit;
import io.github.singletonsnap.support.Peer;
import io.github.singletonsnap.support.Postgres;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Three machines of three units each at one PostgreSQL: {@code FleetChaos SECONDS}. Units
 * are killed, connections cut, the database stopped and crashed; one machine comes
 * through PgBouncer in transaction mode, and the clocks of two are hours away. Never may
 * more machines be at work than there are permits, nor two units of one.
 */
public final class FleetChaos {

	private static final int MACHINES = 3;

	private static final int UNITS = 3;

	private static final int LOOKS = 200;

	private static final String[] CLOCKS = { "+0", "+3h", "-5h" };

	private final Random random;

	private final Postgres postgres;

	private final Path directory;

	private final int permits;

	private final Path log;

	private final int bouncer;

	private final Map<String, Process> units = new TreeMap<>();

	private final Map<String, Integer> events = new TreeMap<>();

	private FleetChaos(Postgres postgres, Path directory, int permits, int bouncer, long seed) throws IOException {
		this.postgres = postgres;
		this.directory = directory;
		this.permits = permits;
		this.bouncer = bouncer;
		this.random = new Random(seed);
		this.log = Files.createFile(directory.resolve("log-" + permits));
	}

	public static void main(String[] args) throws Exception {
		long seed = Long.getLong("random.seed", System.nanoTime());
		System.out.println("Repeat with -Drandom.seed=" + seed);
		Path directory = Files.createTempDirectory("fleet");
		try (Postgres postgres = Postgres.start()) {
			try (ServerSocket free = new ServerSocket(0)) {
				int port = free.getLocalPort();
				free.close();
				Process bouncer = bouncer(directory, postgres.port(), port);
				try {
					for (int permits : new int[] { 1, 2 }) {
						new FleetChaos(postgres, directory, permits, port, seed).run(Integer.parseInt(args[0]));
					}
				}
				finally {
					bouncer.destroy();
				}
			}
		}
	}

	private static Process bouncer(Path directory, int postgres, int port) throws Exception {
		Path settings = Files.writeString(directory.resolve("pgbouncer.ini"), """
				[databases]
				postgres = host=localhost port=%d user=postgres
				[pgbouncer]
				listen_addr = localhost
				listen_port = %d
				unix_socket_dir =
				auth_type = any
				pool_mode = transaction
				ignore_startup_parameters = extra_float_digits
				default_pool_size = 5
				""".formatted(postgres, port));
		Files.setAttribute(settings, "unix:mode", 0644);
		Files.setAttribute(directory, "unix:mode", 0755);
		List<String> command = new ArrayList<>();
		if ("root".equals(System.getProperty("user.name"))) {
			command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
		}
		command.addAll(List.of("pgbouncer", settings.toString()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(directory.resolve("pgbouncer.log").toFile())
			.start();
		while (!isOpen(port)) {
			if (!process.isAlive()) {
				throw new IllegalStateException(Files.readString(directory.resolve("pgbouncer.log")));
			}
			Thread.sleep(50);
		}
		return process;
	}

	private static boolean isOpen(int port) {
		try (Socket socket = new Socket("localhost", port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void run(int seconds) throws Exception {
		JdbcClient.create(this.postgres.dataSource()).sql("DROP TABLE IF EXISTS singleton_snap_rollout").update();
		JdbcClient.create(this.postgres.dataSource())
			.sql(new String(
					FleetChaos.class.getResourceAsStream("/io/github/singletonsnap/rollout/schema.sql").readAllBytes(),
					StandardCharsets.UTF_8))
			.update();
		for (int machine = 0; machine < MACHINES; machine++) {
			for (int unit = 0; unit < UNITS; unit++) {
				start(machine, unit);
			}
		}
		// A machine of two cores has its time with as many JVMs
		while (Files.readAllLines(this.log).size() < MACHINES * UNITS) {
			Thread.sleep(100);
		}
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		while (System.nanoTime() < end) {
			Thread.sleep(500 + this.random.nextInt(1000));
			disturb();
		}
		for (Process unit : this.units.values()) {
			unit.getOutputStream().write('\n');
			unit.getOutputStream().flush();
		}
		for (Process unit : this.units.values()) {
			if (!unit.waitFor(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("a unit does not end");
			}
		}
		judge();
	}

	private void judge() throws IOException {
		Oracle oracle = new Oracle(this.permits);
		oracle.read(Files.readAllLines(this.log));
		System.out.println("N = " + this.permits + ": " + oracle + "; " + this.events);
		oracle.violations().stream().limit(10).forEach(System.out::println);
		if (!oracle.violations().isEmpty() || oracle.entries() < 50 || oracle.machines() < MACHINES
				|| oracle.killedInside() == 0) {
			throw new IllegalStateException("see above, and " + this.log);
		}
	}

	private void start(int machine, int unit) throws IOException {
		String url = (machine == 2) ? Postgres.url(this.bouncer) + "&prepareThreshold=0" : this.postgres.url();
		List<String> command = Peer.javaCommand(FleetUnit.class,
				this.directory.resolve("machine-" + this.permits + "-" + machine), "machine-" + machine,
				"unit-" + machine + "/" + unit, url, this.permits, this.log);
		command.addAll(1, List.of("-Xmx64m", "-Xshare:auto", "-Dlogback.configurationFile=fleet-logback.xml"));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(
					ProcessBuilder.Redirect.appendTo(this.directory.resolve("unit-" + machine + unit).toFile()));
		if (machine > 0) {
			builder.environment().put("LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1");
			builder.environment().put("FAKETIME", CLOCKS[machine]);
			builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
		}
		this.units.put(machine + " " + unit, builder.start());
	}

	private void disturb() throws Exception {
		int what = this.random.nextInt(20);
		if (what < 14) {
			kill();
		}
		else if (what < 17) {
			count("connections cut");
			JdbcClient.create(this.postgres.dataSource())
				.sql("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity "
						+ "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")
				.query(Integer.class)
				.single();
		}
		else {
			String mode = (what == 17) ? "fast" : "immediate";
			count((what == 17) ? "database stopped" : "database crashed");
			this.postgres.stop(mode);
			Thread.sleep(this.random.nextInt(1000));
			this.postgres.startAgain();
		}
	}

	// One that is inside, if somebody is soon
	private void kill() throws Exception {
		count("units killed");
		String unit = List.copyOf(this.units.keySet()).get(this.random.nextInt(this.units.size()));
		for (int i = 0; i < LOOKS; i++) {
			String inside = lastThatEntered();
			if (inside != null) {
				unit = inside;
				break;
			}
			Thread.sleep(5);
		}
		Process process = this.units.get(unit);
		int machine = Integer.parseInt(unit.substring(0, 1));
		Files.writeString(this.log, "KILL machine-" + machine + " " + process.pid() + "\n", StandardOpenOption.APPEND);
		process.destroyForcibly().waitFor();
		start(machine, Integer.parseInt(unit.substring(2)));
	}

	private @Nullable String lastThatEntered() throws IOException {
		List<String> lines = Files.readAllLines(this.log);
		String[] last = lines.get(lines.size() - 1).split(" ", -1);
		if (!last[0].equals("ENTER")) {
			return null;
		}
		return this.units.entrySet()
			.stream()
			.filter((it) -> Long.toString(it.getValue().pid()).equals(last[2]))
			.map(Map.Entry::getKey)
			.findAny()
			.orElse(null);
	}

	private void count(String event) {
		this.events.merge(event, 1, Integer::sum);
	}

}
