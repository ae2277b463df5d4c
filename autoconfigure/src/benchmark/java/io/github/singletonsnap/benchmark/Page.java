package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page that keeps the findings, a part for each JDK: a run replaces that of its own.
 */
final class Page {

	private static final Pattern PART = Pattern.compile("^## JDK (\\d+)\n\n(.*?)(?=^## JDK |\\z)",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final String INTRODUCTION = """
			# Benchmarks

			Written by `mvn -Pbenchmark verify`, in about twelve minutes; each JDK it is run with has a part below. It needs a C compiler and Python's `filelock` (Debian: `apt-get install gcc libc6-dev python3-filelock`). To try one section, or for a short time (which leaves this page as it is):

			```shell
			mvn -Pbenchmark verify -pl autoconfigure -Dbenchmark.sections=uncontended -Dbenchmark.rounds=1
			mvn -Pbenchmark verify -pl autoconfigure -Dbenchmark.sections=hand-off,fairness
			mvn -Pbenchmark verify -pl autoconfigure -Dbenchmark.sections=waiting -Dbenchmark.wait=5
			```

			How to read it:

			- Ratios hold, times do not: compare within one line. What is compared is measured in turns (A B A B …), and the median is that of the turns' ratios.
			- Plain C is the floor, compiled on the spot with `cc -O2`. "The same calls" makes the system calls that the manager makes, and nothing else.
			- Acquire and release is measured in CPU time of the thread. On an idle machine that is the time it takes; on a busy one it changes far less.
			- The Python original opens the lock file, polls `LOCK_NB` every 100 ms, unlocks and unlinks.
			- A hand-off lasts from just before one process unlocks until just after the next has the lock, whether that one was already waiting or came later. All sleep by nanosleep(2), C and Java alike.
			- A lock that overlaps another ends the run: a benchmark of a lock that does not exclude means nothing.

			Why some lines miss their reach:

			- **Acquire and release.** Seven system calls: lock, the old record, the check that the path leads to the locked file, the new record; then the check again, the record cleared, unlock. In C alone they take 1.7 times as long as open, flock, unlock and close, which leaves Java 0.3 µs. The two checks are 40 % of it, about 1 µs each, and all seven take nearly as long as Python's filelock, which has neither record nor check. Java around the calls takes another µs. From Java 22 on, `java.lang.foreign` makes each call nearly as fast as C does; before, JNA adds 0.24 µs to each. A check before the release that only looks at the descriptor's link count would spare 0.7 µs, but would not see that the lock file was renamed; one that starts at an open directory would spare 0.3 µs, but would not see that the directory was replaced.
			- **Hand-off.** Two threads wake one after the other where C wakes one: the one that blocks in flock(2), and the request. With 1 ms between two sections, what a hand-off takes longer is what the sections per second lose. A single wake needs the request itself to block in the kernel, where it can be neither interrupted nor timed out, and pins the carrier of a virtual thread.
			- **getUnits against Python.** Most of the time is the kernel's, which lists 10,000 names: C is only 1.5 times as fast as Python here.
			- **Start.** An application that has the AOP starter and nothing else binds no property and advises no bean. The first to do so, even with one of each, pays for what Spring then loads; the second line measures that. Ours adds about 150 classes to 4,300.

			""";

	private Page() {
	}

	static void write(Path page, Findings findings) throws IOException {
		SortedMap<Integer, String> parts = read(page);
		parts.put(Runtime.version().feature(), findings.toMarkdown());
		StringBuilder text = new StringBuilder(INTRODUCTION);
		parts.forEach((jdk, part) -> text.append("## JDK ").append(jdk).append("\n\n").append(part).append('\n'));
		Files.createDirectories(page.getParent());
		Files.writeString(page, text.toString().stripTrailing() + "\n");
	}

	private static SortedMap<Integer, String> read(Path page) throws IOException {
		SortedMap<Integer, String> parts = new TreeMap<>();
		if (Files.exists(page)) {
			Matcher part = PART.matcher(Files.readString(page));
			while (part.find()) {
				parts.put(Integer.valueOf(part.group(1)), part.group(2).stripTrailing() + "\n");
			}
		}
		return parts;
	}

}
