package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.name.SnapNames;
import io.github.singletonsnap.state.LockDirCheck;
import io.github.singletonsnap.state.LockDirState;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.state.Shown;
import io.github.singletonsnap.state.SnapState;
import org.jspecify.annotations.Nullable;

/**
 * The manager whose locks and registrations are files.
 */
final class FileSnapManager extends UnitManager {

	private final LockDirectory directory;

	private final UnitRegistrations registrations;

	private final LockDirReader reader;

	private final @Nullable SnapChanges changes;

	private FileSnapManager(String unitName, LockDirectory directory, UnitLocks locks, UnitRegistrations registrations,
			@Nullable SnapChanges changes) {
		super(unitName, locks, registrations);
		this.directory = directory;
		this.registrations = registrations;
		this.reader = new LockDirReader(directory.path(), registrations, locks::configOf);
		this.changes = changes;
	}

	static SingletonSnapManager create(SingletonSnapManagerBuilder builder) {
		// First, because it refuses platforms on which the rest makes no sense
		FileLocks files = new FileLocks(builder.unitName, builder.lockFilePermissions, builder.holdWarning);
		Listeners listeners = new Listeners(builder.listeners);
		LockDirectory directory = LockDirectory.prepare(builder.lockDir, builder.lockDirPermissions, FileLocks::test);
		return new FileSnapManager(builder.unitName, directory, new UnitLocks(directory, files, builder, listeners),
				registrations(builder, directory.directory(), listeners), builder.snapChanges);
	}

	private static UnitRegistrations registrations(SingletonSnapManagerBuilder builder, SharedDirectory lockDir,
			Listeners listeners) {
		if (builder.registrationDir == null) {
			return new UnitRegistrations(lockDir, null, builder.unitName, listeners);
		}
		SharedDirectory apart = SharedDirectory.prepare("registration", builder.registrationDir,
				builder.lockDirPermissions);
		return new UnitRegistrations(apart.isSameAs(lockDir) ? lockDir : apart,
				apart.isSameAs(lockDir) ? null : lockDir, builder.unitName, listeners);
	}

	@Override
	public void register(String snap) {
		this.registrations.renew(snap);
	}

	@Override
	public void register(String snap, int revision) {
		this.registrations.add(snap, revision);
	}

	@Override
	public boolean forget(String snap, String unit) {
		LockProcess holder = inspectSnap(snap).lock().holder();
		if (holder != null && FileNames.unit(unit).equals(holder.unit())) {
			throw new UnitAtWorkException("cannot forget unit \"" + Shown.text(unit) + "\" of snap \"" + snap
					+ "\": it is not gone, but holds the lock of the snap: " + holder);
		}
		return this.registrations.forget(snap, unit);
	}

	@Override
	public SortedSet<String> getSnaps() {
		return this.registrations.snaps();
	}

	@Override
	public Set<String> getUnits(String snap) {
		return this.registrations.units(snap);
	}

	@Override
	public List<Registration> getRegistrations(String snap) {
		return this.registrations.find(snap);
	}

	@Override
	public boolean isUsedByOtherUnits(String snap) {
		return !this.registrations.others(snap).isEmpty();
	}

	@Override
	public LockDirState inspect() {
		return read(this.reader::read);
	}

	@Override
	public SnapState inspectSnap(String snap) {
		SnapNames.checkSnap(snap);
		SnapState state = read(() -> this.reader.read(snap));
		return (this.changes != null)
				? new SnapState(snap, state.registrations(), state.lock(), this.changes.inProgress(snap)) : state;
	}

	private <T> T read(SnapCall<T, IOException> reading) {
		try {
			return reading.call();
		}
		catch (IOException ex) {
			throw new SingletonSnapException("cannot read the lock directory: " + Messages.describe(ex, getLockDir()),
					ex);
		}
	}

	@Override
	public LockDirCheck getLockDirCheck() {
		return this.directory.check();
	}

	@Override
	public Path getLockDir() {
		return this.directory.path();
	}

	@Override
	public Path getRegistrationDir() {
		return this.registrations.directory();
	}

}
