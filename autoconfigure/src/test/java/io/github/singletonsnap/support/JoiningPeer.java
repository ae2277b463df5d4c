package io.github.singletonsnap.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;

/**
 * A unit of a {@link JoiningPeers}: joins and leaves when it is told, and tells what went
 * wrong. Who uses the snap, it sees from files of its own:
 * {@code JoiningPeer DIR UNIT LOCKED}.
 */
public final class JoiningPeer {

	private final BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

	private final Path snap;

	private final Path using;

	private final Path locks;

	private final String unit;

	private final boolean locked;

	private final SingletonSnapManager manager;

	private JoiningPeer(Path directory, String unit, boolean locked) {
		this.snap = directory.resolve("snap");
		this.using = directory.resolve("using");
		this.locks = directory.resolve("locks");
		this.unit = unit;
		this.locked = locked;
		this.manager = SingletonSnapManager.builder(unit).lockDir(this.locks).build();
	}

	public static void main(String[] args) throws IOException {
		new JoiningPeer(Path.of(args[0]), args[1], Boolean.parseBoolean(args[2])).serve();
	}

	private void serve() throws IOException {
		say("ready");
		for (String line = this.input.readLine(); line != null; line = this.input.readLine()) {
			if (line.equals("join")) {
				join();
			}
			else {
				leave();
			}
		}
	}

	private void join() throws IOException {
		say("asking");
		try (SnapLock lock = this.locked ? this.manager.snapOperation("otelcol") : null) {
			this.manager.register("otelcol", 80);
			if (!Files.exists(this.snap)) {
				Files.writeString(this.snap, this.unit);
			}
		}
		Files.createFile(this.using.resolve(this.unit));
		say("joined");
	}

	private void leave() throws IOException {
		if (!Files.exists(this.snap)) {
			say("gone under " + this.unit);
		}
		Files.delete(this.using.resolve(this.unit));
		if (this.locked) {
			this.manager.removeIfUnused("otelcol", this::removeSnap);
		}
		else {
			if (!this.manager.isUsedByOtherUnits("otelcol")) {
				removeSnap();
			}
			this.manager.unregister("otelcol");
		}
		say("left");
	}

	private void removeSnap() throws IOException {
		say("removing");
		this.input.readLine();
		tellOthers(this.using, "");
		tellOthers(this.locks, "LCK..otelcol--");
		Files.deleteIfExists(this.snap);
	}

	private void tellOthers(Path directory, String prefix) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.startsWith(prefix) && !name.endsWith(this.unit))
				.forEach((name) -> say("removed under " + name));
		}
	}

	private static void say(String line) {
		Answers.say(line);
	}

}
