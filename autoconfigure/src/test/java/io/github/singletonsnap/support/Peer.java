package io.github.singletonsnap.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Another process. Tests and it wait for each other by lines: it prints one when it has
 * got somewhere, and goes on when it is sent one.
 */
public final class Peer implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 120;

	private final Process process;

	private final BufferedReader output;

	private Peer(List<String> command) throws IOException {
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.output = this.process.inputReader(StandardCharsets.UTF_8);
	}

	public static Peer start(String... command) throws IOException {
		return new Peer(List.of(command));
	}

	/**
	 * A JVM of its own that runs a main class of the tests.
	 */
	public static Peer java(Class<?> main, Object... arguments) throws IOException {
		return new Peer(javaCommand(main, arguments));
	}

	public static List<String> javaCommand(Class<?> main, Object... arguments) {
		return javaCommand(System.getProperty("java.class.path"), main.getName(), arguments);
	}

	public static List<String> javaCommand(String classPath, String main, Object... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", classPath, main));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		return command;
	}

	/**
	 * A Python program that holds the lock of a file by {@code fcntl.flock}.
	 */
	public static Peer pythonHolding(Path file) throws IOException {
		return narrow("python3", resource("flock_peer.py"), "hold", file.toString()).expect("held");
	}

	/**
	 * util-linux flock(1), which holds the lock of a file.
	 */
	public static Peer flockHolding(Path file) throws IOException {
		return narrow("flock", file.toString(), "sh", "-c", "echo held; read line").expect("held");
	}

	// What it creates is for its user alone, as lock files are
	private static Peer narrow(String... command) throws IOException {
		List<String> all = new ArrayList<>(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
		all.addAll(List.of(command));
		return new Peer(all);
	}

	/**
	 * Whether flock(1) finds the lock free at this moment.
	 */
	public static boolean isFreeForFlock(Path file) throws IOException {
		return exitStatus("flock", "--nonblock", "--conflict-exit-code", "99", file.toString(), "true");
	}

	/**
	 * Whether a Python program finds the lock free at this moment.
	 */
	public static boolean isFreeForPython(Path file) throws IOException {
		return exitStatus("python3", resource("flock_peer.py"), "try", file.toString());
	}

	private static boolean exitStatus(String... command) throws IOException {
		int status = start(command).waitFor();
		if (status != 0 && status != (command[0].equals("flock") ? 99 : 1)) {
			throw new IllegalStateException(String.join(" ", command) + " exited " + status);
		}
		return status == 0;
	}

	private static String resource(String name) {
		return Path.of("src/test/resources", name).toAbsolutePath().toString();
	}

	public Peer expect(String line) throws IOException {
		String actual = this.output.readLine();
		if (!line.equals(actual)) {
			throw new IllegalStateException("expected \"" + line + "\" but the process printed: " + actual);
		}
		return this;
	}

	public String readLine() throws IOException {
		return this.output.readLine();
	}

	public String readAll() {
		return this.output.lines().collect(Collectors.joining("\n"));
	}

	public void send(String line) throws IOException {
		OutputStream input = this.process.getOutputStream();
		input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
		input.flush();
	}

	public void endInput() throws IOException {
		this.process.getOutputStream().close();
	}

	public long pid() {
		return this.process.pid();
	}

	public int waitFor() {
		try {
			if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s");
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * {@code kill -9}, and waits until the process is gone.
	 */
	public void kill() {
		this.process.destroyForcibly();
		waitFor();
	}

	@Override
	public void close() {
		List<ProcessHandle> descendants = this.process.descendants().toList();
		descendants.forEach(ProcessHandle::destroyForcibly);
		kill();
		// What flock(1) runs has its lock too
		while (descendants.stream().anyMatch(Peer::runs)) {
			Thread.onSpinWait();
		}
	}

	private static boolean runs(ProcessHandle process) {
		try {
			String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
			return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
		}
		catch (IOException ex) {
			return false;
		}
	}

}
