package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Where a run took place.
 */
final class Machine {

	private Machine() {
	}

	static String describe(Path directory) throws IOException {
		return String.format("%s: %d CPUs (%s), %s %s, %s %s, lock files on %s", LocalDate.now(ZoneOffset.UTC),
				Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch"),
				System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("java.vm.name"),
				Runtime.version(), Files.getFileStore(directory).type());
	}

}
