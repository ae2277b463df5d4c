package io.github.singletonsnap.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

	private static final Pattern JNA = Pattern.compile(".*/jna-\\d[^/]*\\.jar");

	private static final String ALONE = "alone";

	private static final String SMALLEST = "smallest";

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
		String aopStarter = classPath(AOP_STARTER);
		// A jar, as users have it, and behind the others: in a folder in front of them,
		// every class of theirs would be looked for first
		String ours = String.join(File.pathSeparator, aopStarter, classPath(JNA), settings.jar().toString());
		Map<String, String[]> commands = Map.of(ALONE, command(directory, aopStarter, "empty"), SMALLEST,
				command(directory, aopStarter, "smallest"), WITH_OURS, command(directory, ours, "empty"));
		Rounds starts = new Rounds();
		for (String[] command : commands.values()) {
			millis(command);
		}
		for (int i = 0; i < TURNS_PER_ROUND * settings.rounds(); i++) {
			for (String name : commands.keySet()) {
				starts.add(name, millis(commands.get(name)));
			}
		}
		return List.of(
				Row.ratio("with this starter : with the AOP starter alone", starts.ratio(WITH_OURS, ALONE),
						starts.detail(WITH_OURS, ALONE, "%.0f", "ms")),
				Row.ratio("one property and one advisor : with the AOP starter alone", starts.ratio(SMALLEST, ALONE),
						starts.detail(SMALLEST, ALONE, "%.0f", "ms")));
	}

	private static String classPath(Pattern entries) {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> entries.matcher(entry).matches())
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static String[] command(Path directory, String classPath, String application) {
		List<String> command = new ArrayList<>(List.of(Jvm.command(StartedUnit.class, directory.resolve("locks"))));
		command.set(command.indexOf("-cp") + 1, classPath);
		command.add(application);
		return command.toArray(String[]::new);
	}

	private static double millis(String... command) throws IOException {
		long start = System.nanoTime();
		try (Peer application = Peer.start(command)) {
			application.expect("ready");
			return (System.nanoTime() - start) / 1e6;
		}
	}

}
