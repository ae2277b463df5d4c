package io.github.singletonsnap.sample.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command {@code fleet} as a process, with its page.
 */
public final class RunningFleet implements AutoCloseable {

	private static final Pattern LINK = Pattern.compile("http://localhost:(\\d+)");

	private final Process process;

	private final Path dir;

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private RunningFleet(Process process, Path dir) {
		this.process = process;
		this.dir = dir;
	}

	public static RunningFleet start(Class<?> main, Path dir, String... options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("env", "--default-signal=INT", Path.of(System.getProperty("java.home"), "bin/java").toString(),
						"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName(),
						"fleet", "--sample.client=embedded", "--sample.dir=" + dir, "--server.port=0"));
		command.addAll(List.of(options));
		RunningFleet fleet = new RunningFleet(new ProcessBuilder(command).redirectErrorStream(true).start(), dir);
		Thread reader = new Thread(fleet::read, "fleet");
		reader.setDaemon(true);
		reader.start();
		return fleet;
	}

	private void read() {
		List<String> lines = new ArrayList<>();
		try (BufferedReader output = this.process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				lines.add(line);
				Matcher link = LINK.matcher(line);
				if (link.find()) {
					this.port.complete(Integer.parseInt(link.group(1)));
				}
			}
		}
		catch (IOException ex) {
			// It is gone
		}
		this.port.completeExceptionally(new IllegalStateException(String.join("\n", lines)));
	}

	/**
	 * The port of the link that it has printed.
	 */
	public int port() {
		return this.port.join();
	}

	/**
	 * Where the units with or without locks work.
	 */
	public Path directory(String fleet) {
		return this.dir.resolve("fleet-" + this.process.pid()).resolve(fleet);
	}

	/**
	 * The reports that the units of a fleet have written so far, each a line. Without
	 * those of units that others have started.
	 */
	public List<String> journal(String fleet) throws IOException {
		List<String> lines = new ArrayList<>();
		Path journal = directory(fleet).resolve("journal");
		if (Files.exists(journal)) {
			try (Stream<Path> files = Files.list(journal)) {
				for (Path file : files.filter((it) -> it.getFileName().toString().startsWith("otelcol_")).toList()) {
					lines.addAll(Files.readAllLines(file));
				}
			}
		}
		return lines;
	}

	@Override
	public void close() throws IOException {
		try {
			new ProcessBuilder("kill", "-INT", String.valueOf(this.process.pid())).start().onExit().join();
			this.process.onExit().join();
		}
		finally {
			this.process.destroyForcibly();
		}
	}

}
