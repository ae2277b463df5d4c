package io.github.singletonsnap.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.SingletonSnapManager;

/**
 * A unit in a JVM of its own that does what it is told, line by line, and answers each
 * with one line: {@code ManagerShell DIR UNIT [REGISTRATION_DIR]}.
 */
public final class ManagerShell {

	private ManagerShell() {
	}

	public static void main(String[] args) throws IOException {
		SingletonSnapManager manager = SingletonSnapManager.builder(args[1])
			.lockDir(Path.of(args[0]))
			.registrationDir(Path.of(args[(args.length > 2) ? 2 : 0]))
			.build();
		say("ready");
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			say(answer(manager, line.split(" ", -1)));
		}
	}

	private static String answer(SingletonSnapManager manager, String... command) {
		String snap = command[1];
		try {
			Object answer = switch (command[0]) {
				case "register" -> register(manager, snap, Integer.parseInt(command[2]));
				case "renew" -> renew(manager, snap);
				case "revisions" -> manager.getRevisions(snap);
				case "forget" -> manager.forget(snap, command[2]);
				case "unregister" -> manager.unregister(snap);
				case "units" -> manager.getUnits(snap);
				case "used" -> manager.isUsedByOtherUnits(snap);
				case "registrations" -> manager.getRegistrations(snap).size();
				case "remove" -> manager.removeIfUnused(snap, () -> {
				});
				case "remove-and-die" -> manager.removeIfUnused(snap, SelfKill::now);
				default -> throw new IllegalArgumentException(command[0]);
			};
			return answer.toString();
		}
		catch (SingletonSnapException ex) {
			return ex.getMessage();
		}
	}

	private static String register(SingletonSnapManager manager, String snap, int revision) {
		manager.register(snap, revision);
		return "registered";
	}

	private static String renew(SingletonSnapManager manager, String snap) {
		manager.register(snap);
		return "registered";
	}

	// In ASCII, so that an answer arrives whatever the locale is
	private static void say(String line) {
		StringBuilder ascii = new StringBuilder();
		line.chars().forEach((c) -> ascii.append((c < 128) ? String.valueOf((char) c) : String.format("\\u%04x", c)));
		Answers.say(ascii.toString());
	}

}
