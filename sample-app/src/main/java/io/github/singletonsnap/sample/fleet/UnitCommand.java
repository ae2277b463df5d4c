package io.github.singletonsnap.sample.fleet;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.singletonsnap.sample.unit.UnitWork;

/**
 * The command line of a unit's process: this program once more.
 *
 * @param main the main class
 * @param arguments the arguments that the fleet was started with; its options go to the
 * units as well
 * @param options what all units get instead
 * @param firstRevision the revision of the snap that the first unit needs, each other one
 * one more; zero if they need none
 */
record UnitCommand(Class<?> main, List<String> arguments, Map<String, String> options, int firstRevision) {

	private static final String UNIT_NAME = "singleton-snap.unit-name";

	List<String> forUnit(String unit) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// A short life on few CPUs: rather a quick start than fast code in the end
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC", "-Xmx128m"));
		command.addAll(program());
		command.add(UnitWork.LED_COMMAND);
		this.arguments.stream().filter(this::isPassedOn).forEach(command::add);
		this.options.forEach((name, value) -> command.add(option(name) + value));
		addRevision(command, unit);
		command.add(option(UNIT_NAME) + unit);
		return command;
	}

	private void addRevision(List<String> command, String unit) {
		if (this.firstRevision > 0) {
			int number = Integer.parseInt(unit.substring(unit.indexOf('/') + 1));
			command.add(option("sample.revision") + (this.firstRevision + number));
		}
	}

	/**
	 * What to type into another terminal to become one more unit.
	 */
	String byHand(String unit) {
		List<String> words = new ArrayList<>(List.of("java"));
		words.addAll(program());
		words.add(UnitWork.COMMAND);
		this.arguments.stream()
			.filter(this::isPassedOn)
			.filter((it) -> !it.startsWith("--server."))
			.forEach(words::add);
		Stream.of("sample.dir", FleetPlans.SNAPD_SOCKET)
			.filter(this.options::containsKey)
			.forEach((name) -> words.add(option(name) + this.options.get(name)));
		addRevision(words, unit);
		words.add(option(UNIT_NAME) + unit);
		return String.join(" ", words.stream().map(UnitCommand::quote).toList());
	}

	static String quote(String word) {
		return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
	}

	private List<String> program() {
		String classPath = System.getProperty("java.class.path");
		boolean isExecutableJar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
		return isExecutableJar ? List.of("-jar", classPath) : List.of("-cp", classPath, this.main.getName());
	}

	// Spring would join the two values of an option that is given twice
	private boolean isPassedOn(String argument) {
		return argument.startsWith("--") && Stream.concat(this.options.keySet().stream(), Stream.of(UNIT_NAME))
			.noneMatch((name) -> argument.startsWith(option(name)));
	}

	private static String option(String name) {
		return "--" + name + "=";
	}

}
