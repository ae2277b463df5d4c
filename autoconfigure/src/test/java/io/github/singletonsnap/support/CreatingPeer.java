package io.github.singletonsnap.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.SingletonSnapManager;

/**
 * A unit that takes each lock that it is told, for the group to share:
 * {@code CreatingPeer DIR UNIT}.
 */
public final class CreatingPeer {

	private CreatingPeer() {
	}

	public static void main(String[] args) throws IOException {
		Answers.apart();
		SingletonSnapManager manager = SingletonSnapManager.builder(args[1])
			.lockDir(Path.of(args[0]))
			.lockFilePermissions(PosixFilePermissions.fromString("rw-rw----"))
			.build();
		manager.snapOperation("warm-" + args[1].replace('/', '-')).close();
		Answers.say("ready");
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String snap = input.readLine(); snap != null; snap = input.readLine()) {
			try {
				manager.snapOperation(snap).close();
				Answers.say("had");
			}
			catch (SingletonSnapException ex) {
				Answers.say(String.valueOf(ex.getMessage()));
			}
		}
	}

}
