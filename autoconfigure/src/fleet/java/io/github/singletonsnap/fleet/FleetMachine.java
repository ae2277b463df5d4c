package io.github.singletonsnap.fleet;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.autoconfigure.FleetUnit;
import io.github.singletonsnap.support.Peer;

/**
 * A directory with locks, a name, a clock, and some processes.
 */
final class FleetMachine {

	private static final int UNITS = 3;

	private final String name;

	private final Path directory;

	private final String url;

	private final int hours;

	private final FleetLog log;

	private final Map<Integer, Process> units = new TreeMap<>();

	/**
	 * Creates it.
	 * @param hours by which its clock is fast
	 */
	FleetMachine(Path directory, String url, int hours, FleetLog log) throws IOException {
		this.name = directory.getFileName().toString();
		this.directory = Files.createDirectory(directory);
		this.url = url;
		this.hours = hours;
		this.log = log;
	}

	String name() {
		return this.name;
	}

	void start() throws IOException {
		for (int unit = 0; unit < UNITS; unit++) {
			if (!this.units.containsKey(unit)) {
				this.units.put(unit, start(unit));
			}
		}
	}

	private Process start(int unit) throws IOException {
		List<String> command = Peer.javaCommand(FleetUnit.class, this.directory, this.name, this.name + "/" + unit,
				this.url, this.log.file());
		command.addAll(1, List.of("-Xmx64m", "-Dlogback.configurationFile=fleet-logback.xml"));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(Redirect.appendTo(output(unit).toFile()));
		if (this.hours != 0) {
			builder.environment()
				.putAll(Map.of("LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1", "FAKETIME",
						"%+dh".formatted(this.hours), "FAKETIME_DONT_FAKE_MONOTONIC", "1",
						// Or each wait with a timeout of the JVM would return at once
						"FAKETIME_FORCE_MONOTONIC_FIX", "0"));
		}
		return builder.start();
	}

	private Path output(int unit) {
		return this.directory.resolve("output-" + unit);
	}

	/**
	 * {@code kill -9}.
	 */
	void kill(int unit) throws IOException, InterruptedException {
		Process process = this.units.remove(unit);
		this.log.append("KILL " + this.name + " " + process.pid());
		process.destroyForcibly().waitFor();
	}

	void kill(String pid) throws IOException, InterruptedException {
		for (int unit = 0; unit < UNITS; unit++) {
			if (this.units.containsKey(unit) && pid.equals(pid(unit))) {
				kill(unit);
				return;
			}
		}
	}

	void killAllBut(String pid) throws IOException, InterruptedException {
		for (int unit = 0; unit < UNITS; unit++) {
			if (!pid.equals(pid(unit))) {
				kill(unit);
			}
		}
	}

	private String pid(int unit) {
		return Long.toString(this.units.get(unit).pid());
	}

	/**
	 * Gives or takes away a sign that its units obey.
	 */
	void set(String sign, boolean there) throws IOException {
		Path file = this.directory.resolve(sign);
		if (!there) {
			Files.deleteIfExists(file);
		}
		else if (!Files.exists(file)) {
			Files.createFile(file);
		}
	}

	/**
	 * A unit ends only if it is told to.
	 */
	void check() throws IOException {
		for (int unit : this.units.keySet()) {
			if (!this.units.get(unit).isAlive()) {
				throw new IllegalStateException(this.name + "/" + unit + ": " + Files.readString(output(unit)));
			}
		}
	}

	/**
	 * A clock that a unit of this machine tells is wrong as it is meant to be.
	 */
	void checkClock(String line) {
		String[] words = line.split(" ", -1);
		if (words[0].equals("READY") && words[1].equals(this.name)) {
			long off = TimeUnit.MILLISECONDS.toMinutes(Long.parseLong(words[3]) - System.currentTimeMillis());
			if (Math.abs(off - TimeUnit.HOURS.toMinutes(this.hours)) > 60) {
				throw new IllegalStateException("the clock of " + this.name + " is off by " + off + " minutes");
			}
		}
	}

	void end() throws IOException {
		for (Process unit : this.units.values()) {
			unit.getOutputStream().close();
		}
	}

	boolean hasEnded() {
		return this.units.values().stream().noneMatch(Process::isAlive);
	}

	void destroy() {
		this.units.values().forEach(Process::destroyForcibly);
	}

}
