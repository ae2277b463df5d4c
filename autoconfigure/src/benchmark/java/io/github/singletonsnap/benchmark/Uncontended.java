package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.benchmark.Programs.Python;
import io.github.singletonsnap.support.Peer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What it costs to acquire and release a lock that nobody else wants, in CPU time: that
 * is the same as time while a machine is idle, and differs less when it is busy.
 */
final class Uncontended implements Section {

	private static final String OPEN = "C open";

	private static final String SAME = "C same calls";

	private static final String OURS = "ours";

	private static final String NEVER = "ours, never";

	private static final String ANNOTATED = "annotated";

	private static final String EXPRESSION = "expression";

	private static final String ORIGINAL = "Python original";

	private static final String FILELOCK = "filelock";

	@Override
	public String name() {
		return "uncontended";
	}

	@Override
	public String title() {
		return "Acquire and release, uncontended: CPU time";
	}

	@Override
	public List<Row> run(Settings settings, Path directory) throws IOException {
		String c = Programs.compile("uncontended.c", directory);
		Python python = Programs.python();
		String script = Programs.source("uncontended.py");
		Path lockDir = Files.createDirectory(directory.resolve("locks"));
		Rounds rounds = new Rounds();
		for (int i = 0; i < settings.rounds(); i++) {
			rounds.add(OPEN, program(lockDir, c, "open"));
			rounds.add(OURS, jmh("programmatic", lockDir, "auto"));
			rounds.add(SAME, program(lockDir, c, "kept"));
			rounds.add(NEVER, jmh("programmatic", lockDir, "never"));
			rounds.add(ANNOTATED, jmh("annotated", lockDir, "auto"));
			rounds.add(EXPRESSION, jmh("expression", lockDir, "auto"));
			rounds.add(FILELOCK, program(lockDir, python.command(), script, "filelock"));
			rounds.add(ORIGINAL, program(lockDir, python.command(), script, "original"));
		}
		return List.of(row("manager : C open, flock, unlock, close", rounds, OURS, OPEN),
				row("manager : C with the same calls", rounds, OURS, SAME),
				row("filelock " + python.filelock() + " : manager", rounds, FILELOCK, OURS),
				row("Python original : manager", rounds, ORIGINAL, OURS),
				row("annotated method : manager", rounds, ANNOTATED, OURS),
				row("annotated method, name by expression : manager", rounds, EXPRESSION, OURS),
				row("manager : manager that is not to wait for snapd, where there is none", rounds, OURS, NEVER),
				row("C with the same calls : C open, flock, unlock, close", rounds, SAME, OPEN));
	}

	private static Row row(String what, Rounds rounds, String measured, String to) {
		return Row.ratio(what, rounds.ratio(measured, to), rounds.detail(measured, to, "%.2f", "µs"));
	}

	private static double program(Path lockDir, String... command) throws IOException {
		List<String> complete = new ArrayList<>(List.of(command));
		complete.add(lockDir.resolve("LCK..otelcol").toString());
		complete.add(String.valueOf(AcquireRelease.ITERATIONS * AcquireRelease.ITERATION_MILLIS));
		try (Peer program = Peer.start(complete.toArray(String[]::new))) {
			return Double.parseDouble(program.readLine());
		}
	}

	private static double jmh(String method, Path lockDir, String awaitChanges) {
		try {
			RunResult result = new Runner(
					new OptionsBuilder().include(AcquireRelease.class.getName() + "." + method + "$")
						.param("lockDir", lockDir.toString())
						.param("awaitChanges", awaitChanges)
						.verbosity(VerboseMode.SILENT)
						.shouldFailOnError(true)
						.build())
				.runSingle();
			return counted("cpuNanos", result) / counted("turns", result) / 1e3;
		}
		catch (RunnerException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static double counted(String what, RunResult result) {
		return result.getSecondaryResults().get(what).getScore();
	}

}
