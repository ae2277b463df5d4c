package io.github.singletonsnap.sample.unit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.github.singletonsnap.sample.agent.CollectorProperties;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Where a unit writes what it does: each report into a file of its own, and all that a
 * fleet has to know to standard output.
 */
@Component
@Profile(UnitWork.PROFILE)
class Journal {

	private final Path file;

	// By hand in a terminal, for somebody to read
	private volatile boolean led;

	Journal(CollectorProperties collector, @Value("${sample.dir}") Path dir) {
		this.file = dir.resolve("journal").resolve(collector.unit().replace('/', '_'));
	}

	void led() {
		this.led = true;
	}

	void write(Step step) {
		if (this.led) {
			System.out.println(step.toLine());
		}
		else if (step.kind() == Step.Kind.PROGRESS || step.kind() == Step.Kind.WAITS_FOR_SNAPD) {
			System.out.println(step.operation() + " ... " + step.detail());
		}
	}

	void write(Report report) {
		try {
			Files.createDirectories(this.file.getParent());
			Files.writeString(this.file, report.toLine() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		System.out.println(this.led ? report.toLine() : report);
	}

}
