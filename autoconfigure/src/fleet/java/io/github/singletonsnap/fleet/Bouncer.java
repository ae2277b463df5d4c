package io.github.singletonsnap.fleet;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Postgres;

/**
 * A PgBouncer in transaction mode in front of a PostgreSQL.
 */
final class Bouncer implements AutoCloseable {

	private final Process process;

	private final int port;

	private Bouncer(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static Bouncer start(Path directory, Postgres postgres) throws IOException, InterruptedException {
		int port = Postgres.freePort();
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
				server_login_retry = 1
				""".formatted(postgres.port(), port));
		Files.setAttribute(settings, "unix:mode", 0644);
		Files.setAttribute(directory, "unix:mode", 0755);
		List<String> command = new ArrayList<>();
		if (Needs.isRoot()) {
			command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
		}
		command.addAll(List.of("pgbouncer", settings.toString()));
		Path output = directory.resolve("pgbouncer.log");
		Bouncer bouncer = new Bouncer(
				new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(), port);
		while (!bouncer.isOpen()) {
			if (!bouncer.process.isAlive()) {
				throw new IllegalStateException(Files.readString(output));
			}
			Thread.sleep(50);
		}
		return bouncer;
	}

	private boolean isOpen() {
		try (Socket socket = new Socket("localhost", this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	String url() {
		return Postgres.url(this.port) + "&prepareThreshold=0";
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
