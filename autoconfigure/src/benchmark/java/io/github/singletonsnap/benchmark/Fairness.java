package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Whether everybody gets the lock when nobody ever pauses.
 */
final class Fairness implements Section {

	private static final int PROCESSES = 8;

	private static final Duration LENGTH = Duration.ofSeconds(10);

	private static final String OURS = "manager";

	private static final String C = "C, blocking";

	private static final String GATED = "C, blocking, through a gate";

	@Override
	public String name() {
		return "fairness";
	}

	@Override
	public String title() {
		return "Fairness: least served : most served of 8 processes, 1 ms of computing under the lock, no pause, 10 s";
	}

	@Override
	public List<Row> run(Settings settings, Path directory) throws IOException {
		String program = Programs.compile("contender.c", directory);
		String file = directory.resolve("lock").toString();
		Path lockDir = Files.createDirectory(directory.resolve("locks"));
		Rounds shares = new Rounds();
		Rounds throughput = new Rounds();
		try (Contenders c = Contenders.inC(PROCESSES, program, file);
				Contenders gated = Contenders.inC(PROCESSES, program, file, file + ".gate");
				Contenders ours = Contenders.inJava(PROCESSES, lockDir)) {
			for (int i = 0; i < settings.fewRounds(); i++) {
				run(C, c, shares, throughput);
				run(OURS, ours, shares, throughput);
				run(GATED, gated, shares, throughput);
			}
		}
		return List.of(row(OURS, shares, throughput), row(C, shares, throughput), row(GATED, shares, throughput));
	}

	private static void run(String what, Contenders contenders, Rounds shares, Rounds throughput) throws IOException {
		Bout bout = contenders.competeAtWork(LENGTH);
		shares.add(what, bout.share());
		throughput.add(what, bout.sectionsPerSecond());
	}

	private static Row row(String what, Rounds shares, Rounds throughput) {
		return new Row(what, shares.of(what), "",
				String.format(Locale.ROOT, "%.0f sections/s", throughput.of(what).median()));
	}

}
