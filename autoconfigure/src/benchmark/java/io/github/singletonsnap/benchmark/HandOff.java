package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a lock goes from process to process.
 */
final class HandOff implements Section {

	private static final String C = "C";

	private static final String OURS = "ours";

	private static final int MOST = 8;

	private static final Duration LENGTH = Duration.ofSeconds(2);

	private static final Duration PAUSE = Duration.ofMillis(1);

	@Override
	public String name() {
		return "hand-off";
	}

	@Override
	public String title() {
		return "Hand-off between processes: 1 ms hold, 1 ms pause";
	}

	@Override
	public List<Row> run(Settings settings, Path directory) throws IOException {
		String program = Programs.compile("contender.c", directory);
		String file = directory.resolve("lock").toString();
		Path lockDir = Files.createDirectory(directory.resolve("locks"));
		List<Row> rows = new ArrayList<>();
		try (Contenders c = Contenders.inC(MOST, program, file); Contenders ours = Contenders.inJava(MOST, lockDir)) {
			for (int count = 2; count <= MOST; count *= 2) {
				rows.addAll(compare(count, c, ours, settings.rounds()));
			}
		}
		return rows;
	}

	private static List<Row> compare(int count, Contenders c, Contenders ours, int rounds) throws IOException {
		Rounds throughput = new Rounds();
		Rounds handOff = new Rounds();
		for (int i = 0; i < rounds; i++) {
			Bout inC = c.compete(count, LENGTH, PAUSE);
			Bout inJava = ours.compete(count, LENGTH, PAUSE);
			throughput.add(C, inC.sectionsPerSecond());
			throughput.add(OURS, inJava.sectionsPerSecond());
			handOff.add(C, inC.handOffMicros());
			handOff.add(OURS, inJava.handOffMicros());
		}
		String versus = ", " + count + " JVMs : " + count + " C processes, blocking";
		return List.of(row("sections per second" + versus, throughput, "/s"),
				row("hand-off p50" + versus, handOff, "µs"));
	}

	private static Row row(String what, Rounds rounds, String unit) {
		return Row.ratio(what, rounds.ratio(OURS, C), rounds.detail(OURS, C, "%.0f", unit));
	}

}
