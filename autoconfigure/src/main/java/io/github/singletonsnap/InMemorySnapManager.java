package io.github.singletonsnap;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.name.SnapNames;
import io.github.singletonsnap.state.Layout;
import io.github.singletonsnap.state.LockDirCheck;
import io.github.singletonsnap.state.LockDirState;
import io.github.singletonsnap.state.LockState;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.state.SnapState;

/**
 * The manager that touches no file. Its locks exclude within this JVM, and it knows of
 * this unit alone: so it never says that a snap may be removed.
 */
final class InMemorySnapManager extends UnitManager {

	// Relative, as no lock directory is
	private static final Path DIRECTORY = Path.of("in-memory");

	private final FileLocks files;

	private final Registered registered;

	private InMemorySnapManager(SingletonSnapManagerBuilder builder, FileLocks files, Registered registered) {
		super(builder.unitName, new UnitLocks(() -> DIRECTORY, files, builder, new Listeners(builder.listeners)),
				registered);
		this.files = files;
		this.registered = registered;
	}

	static SingletonSnapManager create(SingletonSnapManagerBuilder builder) {
		return new InMemorySnapManager(builder, FileLocks.inMemory(builder.unitName, builder.holdWarning),
				new Registered(builder.unitName));
	}

	@Override
	public void register(String snap) {
		this.registered.add(snap, OptionalInt.empty());
	}

	@Override
	public void register(String snap, int revision) {
		this.registered.add(snap, OptionalInt.of(revision));
	}

	@Override
	public boolean forget(String snap, String unit) {
		SnapNames.checkSnap(snap);
		return false;
	}

	@Override
	public SortedSet<String> getSnaps() {
		return new TreeSet<>(this.registered.snaps.keySet());
	}

	@Override
	public Set<String> getUnits(String snap) {
		return getRegistrations(snap).isEmpty() ? Set.of() : Set.of(getUnitName());
	}

	@Override
	public List<Registration> getRegistrations(String snap) {
		Registration registration = this.registered.snaps.get(SnapNames.checkSnap(snap));
		return (registration != null) ? List.of(registration) : List.of();
	}

	@Override
	public boolean isUsedByOtherUnits(String snap) {
		SnapNames.checkSnap(snap);
		return false;
	}

	@Override
	public LockDirState inspect() {
		return new LockDirState(getSnaps().stream().map(this::inspectSnap).toList(), List.of());
	}

	@Override
	public SnapState inspectSnap(String snap) {
		Path lock = DIRECTORY.resolve(FileNames.lockOfSnap(snap));
		return new SnapState(snap, getRegistrations(snap),
				new LockState(lock, this.files.isHeld(lock), null, List.of(), null), List.of());
	}

	@Override
	public LockDirCheck getLockDirCheck() {
		return new LockDirCheck(LockDirCheck.Status.PASSED, null);
	}

	@Override
	public Path getLockDir() {
		return DIRECTORY;
	}

	@Override
	public Path getRegistrationDir() {
		return DIRECTORY;
	}

	/**
	 * The snaps for which this unit is registered.
	 */
	private static final class Registered implements UnitLeave.Registry {

		private final String unit;

		private final Map<String, Registration> snaps = new ConcurrentSkipListMap<>();

		Registered(String unit) {
			this.unit = unit;
		}

		void add(String snap, OptionalInt revision) {
			// Refuses what is not allowed
			FileNames.registration(snap, this.unit, revision);
			this.snaps.compute(snap,
					(same, before) -> of((revision.isEmpty() && before != null) ? before.revision() : revision));
		}

		private Registration of(OptionalInt revision) {
			return new Registration(this.unit, revision, Instant.now(),
					revision.isPresent() ? Layout.WITH_REVISION : Layout.WITHOUT_REVISION);
		}

		@Override
		public boolean leaveIfUsedByOthers(String snap) {
			remove(snap);
			return true;
		}

		@Override
		public boolean remove(String snap) {
			return this.snaps.remove(SnapNames.checkSnap(snap)) != null;
		}

	}

}
