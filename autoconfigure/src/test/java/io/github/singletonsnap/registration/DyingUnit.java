package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.support.SelfKill;

/**
 * A unit that changes its registration and is killed before one step of that:
 * {@code DyingUnit DIR STEP first | newer | again | without | leave}.
 */
public final class DyingUnit {

	private DyingUnit() {
	}

	public static void main(String[] args) throws IOException {
		Registrations registrations = new Registrations(new DyingFiles(Path.of(args[0]), Integer.parseInt(args[1])),
				null, FileLocks::read);
		switch (args[2]) {
			case "first" -> registrations.add("otelcol", "otelcol_0", OptionalInt.of(80));
			case "newer" -> registrations.add("otelcol", "otelcol_0", OptionalInt.of(81));
			case "again" -> registrations.add("otelcol", "otelcol_0", OptionalInt.of(80));
			case "without" -> registrations.add("otelcol", "otelcol_0", OptionalInt.empty());
			default -> registrations.leave("otelcol", "otelcol_0");
		}
	}

	private static final class DyingFiles extends RegistrationFiles {

		private int stepsToLive;

		DyingFiles(Path directory, int stepsToLive) {
			super(directory);
			this.stepsToLive = stepsToLive;
		}

		@Override
		boolean create(String name) throws IOException {
			step();
			return super.create(name);
		}

		@Override
		void rename(String name, String newName) throws IOException {
			step();
			super.rename(name, newName);
		}

		@Override
		void sync() throws IOException {
			step();
			super.sync();
		}

		@Override
		boolean delete(Path file) throws IOException {
			step();
			return super.delete(file);
		}

		@Override
		List<Path> list(FileNames.Beginnings beginnings) throws IOException {
			step();
			return super.list(beginnings);
		}

		private void step() {
			if (this.stepsToLive-- == 0) {
				SelfKill.now();
			}
		}

	}

}
