package io.github.singletonsnap.sample.fleet;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command line of a unit's process: this program once more.
 *
 * @param main the main class
 * @param arguments the arguments that the fleet was started with; its options go to the
 * units as well
 * @param options what all units get instead
 */
record UnitCommand(Class<?> main, List<String> arguments, Map<String, String> options) {

	private static final String UNIT_NAME = "singleton-snap.unit-name";

	List<String> forUnit(String unit) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// A short life on few CPUs: rather a quick start than fast code in the end
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC"));
		command.addAll(program());
		command.add(FleetUnit.COMMAND);
		this.arguments.stream().filter(this::isPassedOn).forEach(command::add);
		this.options.forEach((name, value) -> command.add(option(name) + value));
		command.add(option(UNIT_NAME) + unit);
		return command;
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
