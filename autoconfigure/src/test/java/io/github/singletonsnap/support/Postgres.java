package io.github.singletonsnap.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of its own on a free port, in a directory that is gone afterwards. As
 * root, it runs as the user {@code postgres}, as it does not run as root.
 */
public final class Postgres implements AutoCloseable {

	private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

	private static final String LONG = "--timeout=600";

	private final Path bin;

	private final Path directory;

	private final int port;

	private Postgres(Path bin, Path directory, int port) {
		this.bin = bin;
		this.directory = directory;
		this.port = port;
	}

	/**
	 * Skips the test where it is not installed.
	 * @param options lines of its configuration
	 */
	public static Postgres start(String... options) throws IOException {
		Needs.directory(INSTALLED);
		Path bin;
		try (Stream<Path> versions = Files.list(INSTALLED)) {
			bin = versions.max((one, other) -> version(one) - version(other)).orElseThrow().resolve("bin");
		}
		Path directory = Path.of(run(List.of("mktemp", "-d", "/tmp/singleton-snap-postgres.XXXXXX")).strip());
		int port = freePort();
		Postgres postgres = new Postgres(bin, directory, port);
		postgres.tool("initdb", "--auth=trust", "--username=postgres", "--no-sync");
		List<String> all = new ArrayList<>(List.of("listen_addresses = 'localhost'", "port = " + port,
				"unix_socket_directories = '" + directory + "'", "max_connections = 200"));
		all.addAll(List.of(options));
		Path lines = Files.write(Files.createTempFile("postgres", ".conf"), all);
		Files.setAttribute(lines, "unix:mode", 0644);
		run(List.of("sh", "-c", "cat \"$0\" >> \"$1\"", lines.toString(),
				postgres.data().resolve("postgresql.conf").toString()));
		Files.delete(lines);
		postgres.startAgain();
		return postgres;
	}

	/**
	 * A port that no outgoing connection is given: while nobody listens at it, one could
	 * take it, and even be connected to itself.
	 */
	public static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
			try (ServerSocket socket = new ServerSocket(port)) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Taken: another one
			}
		}
	}

	private static int version(Path installed) {
		return Integer.parseInt(installed.getFileName().toString());
	}

	private Path data() {
		return this.directory.resolve("data");
	}

	public void startAgain() throws IOException {
		tool("pg_ctl", "--log=" + this.directory.resolve("log"), "--wait", LONG, "start");
	}

	/**
	 * Stops it: {@code fast}, or {@code immediate}, which is a crash.
	 */
	public void stop(String mode) throws IOException {
		tool("pg_ctl", "--mode=" + mode, "--wait", LONG, "stop");
	}

	private void tool(String program, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(this.bin.resolve(program).toString(), "-D", data().toString()));
		command.addAll(List.of(arguments));
		run(command);
	}

	private static String run(List<String> command) throws IOException {
		List<String> all = new ArrayList<>();
		if ("root".equals(System.getProperty("user.name"))) {
			all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
		}
		all.addAll(command);
		Path output = Files.createTempFile("postgres", ".out");
		try {
			// To a file: the server would keep a pipe open
			Process process = new ProcessBuilder(all).directory(Path.of("/tmp").toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			int status = process.waitFor();
			String printed = Files.readString(output);
			if (status != 0) {
				throw new IllegalStateException(String.join(" ", all) + " exited " + status + ": " + printed);
			}
			return printed;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			Files.delete(output);
		}
	}

	public int port() {
		return this.port;
	}

	public String url() {
		return url(this.port);
	}

	/**
	 * The URL by another port that leads to it.
	 */
	public static String url(int port) {
		return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
	}

	/**
	 * A new connection at each call.
	 */
	public DataSource dataSource() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url());
		return dataSource;
	}

	@Override
	public void close() throws IOException {
		stop("immediate");
		run(List.of("rm", "-r", this.directory.toString()));
	}

}
