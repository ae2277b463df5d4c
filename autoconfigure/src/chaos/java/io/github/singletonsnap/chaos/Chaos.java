package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.singletonsnap.chaos.Tally.Wrong;

/**
 * Makes the runs, and exits with 1 unless our units did all well and the broken ones were
 * found out.
 */
public final class Chaos {

	private static final List<Kind> BROKEN = List.of(Kind.BUSY_LOCKED, Kind.PATH_UNCHECKED, Kind.NOT_UNLOCKED);

	private static final Duration IMPATIENCE = Duration.ofSeconds(3);

	private final Settings settings;

	private boolean passed = true;

	private Chaos(Settings settings) {
		this.settings = settings;
	}

	public static void main(String[] args) throws Exception {
		Settings settings = Settings.ofSystemProperties();
		System.out.println("chaos: -Dchaos.seed=" + settings.seed());
		Chaos chaos = new Chaos(settings);
		chaos.run();
		System.exit(chaos.passed ? 0 : 1);
	}

	private void run() throws IOException, InterruptedException {
		if (this.settings.runs().contains("broken")) {
			for (Kind kind : BROKEN) {
				mustBeFoundOut(kind);
			}
		}
		if (this.settings.runs().contains("original")) {
			original();
		}
		if (this.settings.runs().contains("ours")) {
			ours();
		}
	}

	/**
	 * The same units, with an engine that is broken on purpose.
	 */
	private void mustBeFoundOut(Kind broken) throws IOException {
		List<Kind> kinds = new ArrayList<>(Kind.MIXED);
		kinds.replaceAll((kind) -> kind.isOurs() ? broken : kind);
		try (Run run = new Run(this.settings.withPatience(IMPATIENCE))) {
			Tally tally = run.rage(kinds, this.settings.shortDuration(), true);
			boolean found = tally.isLockWrong();
			System.out.println(broken.description() + ": " + (found ? "found out" : "NOT FOUND OUT"));
			this.passed &= found;
		}
	}

	private void original() throws IOException {
		try (Run run = new Run(this.settings)) {
			Duration duration = this.settings.shortDuration();
			Tally tally = run.rage(Collections.nCopies(Kind.MIXED.size(), Kind.ORIGINAL), duration, false);
			System.out.println(Report.of("The original's algorithm", tally, duration));
		}
	}

	private void ours() throws IOException, InterruptedException {
		try (Run run = new Run(this.settings)) {
			if (!run.arena().isMounted()) {
				System.out.println("Not as root: no disk is filled, and no directory made read-only");
			}
			Duration duration = this.settings.duration();
			Tally tally = run.rage(Kind.MIXED, duration, false);
			run.settle();
			long wanted = this.settings.floor() * Math.max(1, duration.toSeconds()) / 60;
			int sections = tally.counts().getOrDefault("sections", 0);
			if (sections < wanted) {
				tally.wrong(Wrong.IDLE, sections + ", and " + wanted + " wanted");
			}
			System.out.println(Report.of("This library", tally, duration));
			if (!tally.isClean()) {
				run.keep();
				this.passed = false;
			}
		}
	}

}
