package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.name.SnapNames;
import io.github.singletonsnap.registration.Registrations;
import io.github.singletonsnap.state.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations as one unit sees and changes them: names are checked before anything
 * is touched, and failures say what could not be done.
 */
final class UnitRegistrations {

	private static final Logger logger = LoggerFactory.getLogger(UnitRegistrations.class);

	private final Path directory;

	private final String unit;

	private final Listeners listeners;

	private final Registrations registrations;

	UnitRegistrations(Path directory, String unit, Listeners listeners) {
		this.directory = directory;
		this.unit = unit;
		this.listeners = listeners;
		this.registrations = new Registrations(directory);
	}

	void add(String snap, OptionalInt revision) {
		access("register for snap", snap, () -> this.registrations.add(snap, this.unit, revision));
	}

	boolean remove(String snap) {
		SnapNames.checkSnap(snap);
		return access("unregister from snap", snap, () -> this.registrations.remove(snap, this.unit));
	}

	boolean forget(String snap, String other) {
		SnapNames.checkSnap(snap);
		String written = FileNames.unit(other);
		boolean forgotten = access("forget unit \"" + other + "\" of snap", snap,
				() -> this.registrations.remove(snap, written));
		if (forgotten) {
			logger.warn(
					"Unit {} no longer counts as a user of snap {}: {} was asked to forget it. If it still uses the snap, "
							+ "let it register again",
					written, snap, this.unit);
		}
		return forgotten;
	}

	Set<String> units(String snap) {
		SnapNames.checkSnap(snap);
		return access("read the units of snap", snap, () -> this.registrations.units(snap));
	}

	List<Registration> find(String snap) {
		SnapNames.checkSnap(snap);
		return access("read the registrations of snap", snap, () -> this.registrations.find(snap));
	}

	Set<String> others(String snap) {
		// Twice: a directory is not read at one moment, and a unit that changes its
		// revision
		// while it is read may be missed both under its old name and under its new one
		Set<String> others = new TreeSet<>(units(snap));
		others.addAll(units(snap));
		others.remove(this.unit);
		return others;
	}

	/**
	 * The first step of a removal, under the snap's lock.
	 */
	boolean leaveIfUsedByOthers(String snap) {
		Set<String> others = others(snap);
		if (others.isEmpty()) {
			return false;
		}
		remove(snap);
		this.listeners.removalSkipped(snap, others);
		return true;
	}

	private <T> T access(String what, String snap, Access<T> access) {
		try {
			return access.run();
		}
		catch (IOException ex) {
			throw new SingletonSnapException(
					"cannot " + what + " \"" + snap + "\": " + Messages.describe(ex, this.directory), ex);
		}
	}

	private interface Access<T> {

		T run() throws IOException;

	}

}
