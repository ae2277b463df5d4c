package io.github.singletonsnap.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.singletonsnap.support.Peer;

/**
 * What this starter adds to the start of an application that has the AOP starter.
 */
final class Startup implements Section {

	private static final int TURNS_PER_ROUND = 3;

	// What Spring Boot's AOP starter brings along; test-classes for the application
	private static final Pattern AOP_STARTER = Pattern.compile(
			".*(/test-classes|/(spring-(core|beans|context|aop|expression|boot|boot-autoconfigure)|logback-\\w+|slf4j-api"
					+ "|jul-to-slf4j|log4j-\\w+(-slf4j)?|commons-logging|aspectjweaver|snakeyaml|jakarta.annotation-api"
					+ "|jspecify|micrometer-(commons|observation))-\\d[^/]*\\.jar)");

	private static final Pattern OURS = Pattern.compile(".*(/autoconfigure/target/classes|/jna-\\d[^/]*\\.jar)");

	private static final String ALONE = "alone";

	private static final String WITH_OURS = "ours";

	@Override
	public String name() {
		return "startup";
	}

	@Override
	public String title() {
		return "Start of an application, from the command line until it is ready";
	}

	@Override
	public List<Row> run(Settings settings, Path directory) throws IOException {
		String[] alone = command(directory, AOP_STARTER);
		String[] ours = command(directory, AOP_STARTER, OURS);
		millis(alone);
		millis(ours);
		Rounds rounds = new Rounds();
		for (int i = 0; i < TURNS_PER_ROUND * settings.rounds(); i++) {
			rounds.add(ALONE, millis(alone));
			rounds.add(WITH_OURS, millis(ours));
		}
		return List.of(Row.ratio("with this starter : with the AOP starter alone", rounds.ratio(WITH_OURS, ALONE),
				Reach.atMost(1.05), rounds.detail(WITH_OURS, ALONE, "%.0f", "ms")));
	}

	private static String[] command(Path directory, Pattern... parts) {
		String[] command = Jvm.command(StartedUnit.class, directory.resolve("locks"));
		String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> Stream.of(parts).anyMatch((part) -> part.matcher(entry).matches()))
			.collect(Collectors.joining(File.pathSeparator));
		command[List.of(command).indexOf("-cp") + 1] = classPath;
		return command;
	}

	private static double millis(String... command) throws IOException {
		long start = System.nanoTime();
		try (Peer application = Peer.start(command)) {
			application.expect("ready");
			return (System.nanoTime() - start) / 1e6;
		}
	}

}
