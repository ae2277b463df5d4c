package io.github.singletonsnap.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;

/**
 * A unit in a JVM of its own: {@code hold DIR} or {@code count DIR FILE TIMES}.
 */
public final class HoldingPeer {

	private HoldingPeer() {
	}

	public static void main(String[] args) throws IOException {
		Answers.apart();
		SingletonSnapManager manager = SingletonSnapManager.builder("unit/" + ProcessHandle.current().pid())
			.lockDir(Path.of(args[1]))
			.build();
		if (args[0].equals("hold")) {
			hold(manager);
		}
		else {
			count(manager, Path.of(args[2]), Integer.parseInt(args[3]));
		}
	}

	private static void hold(SingletonSnapManager manager) throws IOException {
		SnapLock lock = manager.operation("test").snaps("otelcol").timeout(Duration.ofMinutes(2)).acquire();
		Answers.say("held");
		System.in.read();
		lock.close();
		Answers.say("released");
		System.in.read();
	}

	// Reads, adds one and writes: without a lock, increments of others in between are
	// lost
	private static void count(SingletonSnapManager manager, Path counter, int times) throws IOException {
		Answers.say("ready");
		System.in.read();
		for (int i = 0; i < times; i++) {
			try (SnapLock lock = manager.snapOperation("otelcol", Duration.ofMinutes(2))) {
				int value = Integer.parseInt(Files.readString(counter));
				Files.writeString(counter, String.valueOf(value + 1));
			}
		}
		Answers.say("done");
	}

}
