package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * Runs the sections, prints what they find, and keeps it if nothing was left out or
 * shortened.
 */
public final class Benchmarks {

	private static final List<Section> SECTIONS = List.of(new Uncontended(), new HandOff(), new Fairness(),
			new WaitingInVain(), new Listing(), new Startup());

	private Benchmarks() {
	}

	public static void main(String[] args) throws IOException {
		Settings settings = Settings.ofSystemProperties();
		List<Section> sections = SECTIONS.stream().filter(settings::includes).toList();
		if (sections.size() < settings.sections().size()) {
			throw new IllegalArgumentException("there is no such section among " + settings.sections());
		}
		Path directory = Files.createTempDirectory(settings.directory(), "singleton-snap-benchmark");
		try {
			run(sections, settings, directory);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static void run(List<Section> sections, Settings settings, Path directory) throws IOException {
		String machine = Machine.describe(directory);
		System.out.println(machine);
		List<Table> tables = new ArrayList<>();
		for (Section section : sections) {
			Path own = Files.createDirectory(directory.resolve(section.name()));
			Table table = new Table(section.title(), section.run(settings, own));
			System.out.println(System.lineSeparator() + table.toMarkdown());
			tables.add(table);
		}
		if (settings.isComplete() && sections.equals(SECTIONS)) {
			Page.write(settings.page(), new Findings(machine, tables));
			System.out.println("Written to " + settings.page().normalize());
		}
		else {
			System.out.println("Not written to a file: only a part was measured");
		}
	}

}
