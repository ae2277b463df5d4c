package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
final class FileSnapManager implements SingletonSnapManager {

	private final String unitName;

	private final LockDirectory directory;

	private final UnitLocks locks;

	private final @Nullable SnapChanges changes;

	private final UnitRegistrations registrations;

	FileSnapManager(SingletonSnapManagerBuilder builder) {
		// First, because it refuses platforms on which the rest makes no sense
		FileLocks files = new FileLocks(builder.unitName, builder.lockFilePermissions, builder.holdWarning);
		Listeners listeners = new Listeners(builder.listeners);
		this.unitName = builder.unitName;
		this.directory = LockDirectory.prepare(builder.lockDir, builder.lockDirPermissions, FileLocks::test);
		this.changes = builder.snapChanges;
		this.locks = new UnitLocks(this.directory, files, builder, listeners);
		this.registrations = registrations(builder, listeners);
	}

	private UnitRegistrations registrations(SingletonSnapManagerBuilder builder, Listeners listeners) {
		SharedDirectory lockDir = this.directory.directory();
		if (builder.registrationDir == null) {
			return new UnitRegistrations(lockDir, null, this.unitName, listeners);
		}
		SharedDirectory apart = SharedDirectory.prepare("registration", builder.registrationDir,
				builder.lockDirPermissions);
		return apart.isSameAs(lockDir) ? new UnitRegistrations(lockDir, null, this.unitName, listeners)
				: new UnitRegistrations(apart, lockDir, this.unitName, listeners);
	}

	@Override
	public SnapLock snapOperation(String snap) {
		return snapOperation(snap, getSnapTimeout());
	}

	@Override
	public SnapLock snapOperation(String snap, Duration timeout) {
		return this.locks.acquireSnap(snap, timeout, defaultOperation());
	}

	@Override
	public SnapLock configOperation(Path config) {
		return configOperation(config, getConfigTimeout());
	}

	@Override
	public SnapLock configOperation(Path config, Duration timeout) {
		return this.locks.acquireConfig(config, timeout, defaultOperation());
	}

	@Override
	public LockedOperation operation(String name) {
		return new LockedOperation(this.locks, this.registrations, name);
	}

	private static String defaultOperation() {
		return "thread " + Thread.currentThread().getName();
	}

	@Override
	public void assertHeld(String snap) {
		this.locks.assertSnapHeld(snap);
	}

	@Override
	public void assertHeld(Path config) {
		this.locks.assertConfigHeld(config);
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
	public boolean unregister(String snap) {
		return this.registrations.remove(snap);
	}

	@Override
	public <X extends Throwable> boolean removeIfUnused(String snap, Duration timeout, SnapAction<X> action) throws X {
		try (SnapLeave leave = operation("removal if unused").timeout(timeout).leave(snap)) {
			if (!leave.begin()) {
				return false;
			}
			action.run();
			leave.succeed();
			return true;
		}
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
		return read(LockDirReader::read);
	}

	@Override
	public SnapState inspectSnap(String snap) {
		SnapNames.checkSnap(snap);
		SnapState state = read((reader) -> reader.read(snap));
		return (this.changes != null)
				? new SnapState(snap, state.registrations(), state.lock(), this.changes.inProgress(snap)) : state;
	}

	private <T> T read(Reading<T> reading) {
		try {
			return reading.from(new LockDirReader(getLockDir(), this.registrations, this.locks::configOf));
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
	public String getUnitName() {
		return this.unitName;
	}

	@Override
	public Path getLockDir() {
		return this.directory.path();
	}

	@Override
	public Path getRegistrationDir() {
		return this.registrations.directory();
	}

	@Override
	public Duration getSnapTimeout() {
		return this.locks.snapTimeout(null);
	}

	@Override
	public Duration getConfigTimeout() {
		return this.locks.configTimeout(null);
	}

	private interface Reading<T> {

		T from(LockDirReader reader) throws IOException;

	}

}
