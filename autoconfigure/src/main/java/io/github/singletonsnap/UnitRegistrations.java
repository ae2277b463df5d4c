package io.github.singletonsnap;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.name.SnapNames;
import io.github.singletonsnap.registration.Registrations;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.state.Shown;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations as one unit sees and changes them: names are checked before anything
 * is touched, and failures say what could not be done.
 */
final class UnitRegistrations implements UnitLeave.Registry {

	private static final Logger logger = LoggerFactory.getLogger(UnitRegistrations.class);

	/**
	 * That of the registrations first, and then the lock directory if it is another one.
	 */
	private final List<SharedDirectory> directories;

	private final String unit;

	private final Listeners listeners;

	private final Registrations registrations;

	UnitRegistrations(SharedDirectory directory, @Nullable SharedDirectory lockDir, String unit, Listeners listeners) {
		this.directories = (lockDir != null) ? List.of(directory, lockDir) : List.of(directory);
		this.unit = unit;
		this.listeners = listeners;
		this.registrations = new Registrations(directory.path(), (lockDir != null) ? lockDir.path() : null,
				FileLocks::read);
	}

	Path directory() {
		return this.directories.get(0).path();
	}

	void add(String snap, int revision) {
		change("register for snap", snap, () -> this.registrations.add(snap, this.unit, OptionalInt.of(revision)));
	}

	void renew(String snap) {
		change("register for snap", snap, () -> this.registrations.renew(snap, this.unit));
	}

	@Override
	public boolean remove(String snap) {
		return change("unregister from snap", snap, () -> this.registrations.leave(snap, this.unit));
	}

	boolean forget(String snap, String other) {
		String written = FileNames.unit(other);
		if (written.equals(this.unit)) {
			throw new UnitAtWorkException("cannot forget unit \"" + this.unit + "\" of snap \"" + snap
					+ "\": it is not gone, but was asked itself. It leaves by unregister");
		}
		String shown = Shown.text(other);
		boolean forgotten = change("forget unit \"" + shown + "\" of snap", snap,
				() -> this.registrations.remove(snap, written));
		if (forgotten) {
			logger.warn(
					"Unit {} no longer counts as a user of snap {}: {} was asked to forget it. If it still uses the snap, "
							+ "let it register again",
					Shown.text(written), snap, this.unit);
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

	SortedSet<String> snaps() {
		return access("read the snaps of unit", this.unit, () -> this.registrations.snaps(this.unit));
	}

	/**
	 * The registrations for a snap, to be shown.
	 */
	List<Registration> show(String snap) throws IOException {
		return this.registrations.show(snap);
	}

	/**
	 * The registrations for all snaps, to be shown.
	 */
	Map<String, List<Registration>> showAll() throws IOException {
		return this.registrations.showAll();
	}

	Set<String> others(String snap) {
		// Twice: a directory is not read at one moment, and a unit that changes its
		// revision while it is read may be missed both under its old name and under its
		// new one
		Set<String> others = new TreeSet<>(units(snap));
		others.addAll(units(snap));
		others.remove(this.unit);
		return others;
	}

	/**
	 * The first step of a removal, under the snap's lock.
	 */
	@Override
	public boolean leaveIfUsedByOthers(String snap) {
		SharedDirectory directory = this.directories.get(0);
		if (access("read the units of snap", snap, directory::isReplaced)) {
			throw new SingletonSnapException("cannot tell who uses snap \"" + snap + "\": " + directory.path()
					+ " was removed or replaced, and what was registered in it is lost. Start all units again, this one "
					+ "too, so that they register", null);
		}
		Set<String> others = others(snap);
		if (others.isEmpty()) {
			return false;
		}
		remove(snap);
		logger.info("Snap {} is not removed, as other units use it: {}. This one, {}, does not any more", snap,
				Shown.text(String.join(", ", others)), this.unit);
		this.listeners.removalSkipped(snap, others);
		return true;
	}

	private <T> T change(String what, String snap, SnapCall<T, IOException> access) {
		SnapNames.checkSnap(snap);
		return access(what, snap, () -> {
			for (SharedDirectory each : this.directories) {
				each.check();
			}
			return access.call();
		});
	}

	private <T> T access(String what, String snap, SnapCall<T, IOException> access) {
		String cannot = "cannot " + what + " \"" + snap + "\": ";
		try {
			return access.call();
		}
		catch (ClosedByInterruptException ex) {
			// The flag is still set
			throw new SnapLockInterruptedException(
					cannot + "this thread was interrupted. What was registered before " + "still is", directory(), ex);
		}
		catch (IOException ex) {
			throw new SingletonSnapException(cannot + Messages.describe(ex, directory()), ex);
		}
	}

}
