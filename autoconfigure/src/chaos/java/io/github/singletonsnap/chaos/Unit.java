package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A unit's process, from its start to its end, as the monkey sees it.
 */
final class Unit {

	// As much of "singleton-snap-" as every JDK leaves of a long name
	private static final String OUR_THREADS = "singlet";

	private final int slot;

	private final Kind kind;

	private final String actor;

	private final Process process;

	private long begunAt;

	private long waited;

	private boolean begun;

	private boolean killed;

	private int stops;

	private Unit(int slot, Kind kind, String actor, Process process) {
		this.slot = slot;
		this.kind = kind;
		this.actor = actor;
		this.process = process;
	}

	static Unit start(int slot, Kind kind, String actor, List<String> command, Path output) throws IOException {
		List<String> leader = new ArrayList<>(List.of("setsid"));
		leader.addAll(command);
		Process process = new ProcessBuilder(leader).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
			.start();
		return new Unit(slot, kind, actor, process);
	}

	int slot() {
		return this.slot;
	}

	Kind kind() {
		return this.kind;
	}

	String actor() {
		return this.actor;
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * For how long it has done what it is there for.
	 */
	long ageNanos() {
		return this.begun ? System.nanoTime() - this.begunAt : 0;
	}

	/**
	 * It does what it is there for.
	 */
	void begins() {
		this.begun = true;
		this.begunAt = System.nanoTime();
	}

	boolean hasBegun() {
		return this.begun;
	}

	/**
	 * It has entered a section.
	 */
	void enters() {
		this.waited = 0;
	}

	/**
	 * It has not, for a while in which the monkey kept it from nothing.
	 * @return for how long by now
	 */
	long waits(long nanos) {
		this.waited += nanos;
		return this.waited;
	}

	void kill() {
		this.killed = true;
		Commands.signalGroup(pid(), Commands.SIGKILL);
	}

	boolean isKilled() {
		return this.killed;
	}

	void stop() {
		this.stops++;
		Commands.signalGroup(pid(), Commands.SIGSTOP);
	}

	void goOn() {
		this.stops--;
		if (this.stops == 0) {
			Commands.signalGroup(pid(), Commands.SIGCONT);
		}
	}

	boolean isStopped() {
		return this.stops > 0;
	}

	void tell(String what) {
		try {
			OutputStream input = this.process.getOutputStream();
			input.write((what + "\n").getBytes(StandardCharsets.UTF_8));
			input.flush();
		}
		catch (IOException ex) {
			// It has ended
		}
	}

	void endInput() throws IOException {
		this.process.getOutputStream().close();
	}

	boolean endsWithin(long seconds) throws InterruptedException {
		return this.process.waitFor(seconds, TimeUnit.SECONDS);
	}

	int exitValue() {
		return this.process.exitValue();
	}

	/**
	 * Its threads that are the library's own.
	 */
	List<String> threads() throws IOException {
		List<String> threads = new ArrayList<>();
		try (DirectoryStream<Path> tasks = Files.newDirectoryStream(proc().resolve("task"))) {
			for (Path task : tasks) {
				String name = Files.readString(task.resolve("comm")).trim();
				if (name.startsWith(OUR_THREADS)) {
					threads.add("thread " + name);
				}
			}
		}
		catch (NoSuchFileException ex) {
			// It has ended meanwhile
		}
		return threads;
	}

	/**
	 * The files below a directory that it has open.
	 */
	List<String> descriptors(Path directory) throws IOException {
		List<String> open = new ArrayList<>();
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc().resolve("fd"))) {
			for (Path descriptor : descriptors) {
				Path file = Files.readSymbolicLink(descriptor);
				if (file.startsWith(directory)) {
					open.add("descriptor of " + directory.relativize(file));
				}
			}
		}
		catch (NoSuchFileException ex) {
			// As above
		}
		return open;
	}

	int countDescriptors() throws IOException {
		try (var descriptors = Files.list(proc().resolve("fd"))) {
			return (int) descriptors.count();
		}
	}

	private Path proc() {
		return Path.of("/proc", String.valueOf(pid()));
	}

}
