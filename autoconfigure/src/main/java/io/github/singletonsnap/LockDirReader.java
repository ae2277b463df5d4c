package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.state.ConfigState;
import io.github.singletonsnap.state.LockDirState;
import io.github.singletonsnap.state.LockState;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.state.SnapState;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is in the lock directory and where the registrations are, without a lock.
 */
final class LockDirReader {

	private final Path directory;

	private final UnitRegistrations registrations;

	private final Function<Path, @Nullable Path> configs;

	/**
	 * Reads nothing yet.
	 * @param configs which config file a lock file is for, if that is known
	 */
	LockDirReader(Path directory, UnitRegistrations registrations, Function<Path, @Nullable Path> configs) {
		this.directory = directory;
		this.registrations = registrations;
		this.configs = configs;
	}

	LockDirState read() throws IOException {
		Map<String, List<Registration>> snaps = new TreeMap<>(this.registrations.showAll());
		List<Path> configLocks = new ArrayList<>();
		findLocks((snap) -> snaps.putIfAbsent(snap, List.of()), configLocks::add);
		configLocks.sort(Comparator.naturalOrder());
		List<Path> files = new ArrayList<>(snaps.keySet().stream().map(this::lockOf).toList());
		files.addAll(configLocks);
		Iterator<LockState> locks = FileLocks.inspect(files).iterator();
		List<SnapState> snapStates = new ArrayList<>();
		snaps.forEach((snap, registrations) -> snapStates.add(state(snap, registrations, locks.next())));
		List<ConfigState> configStates = new ArrayList<>();
		locks.forEachRemaining((lock) -> configStates.add(new ConfigState(this.configs.apply(lock.file()), lock)));
		return new LockDirState(List.copyOf(snapStates), List.copyOf(configStates));
	}

	SnapState read(String snap) throws IOException {
		return state(snap, this.registrations.show(snap), FileLocks.inspect(List.of(lockOf(snap))).get(0));
	}

	private Path lockOf(String snap) {
		return this.directory.resolve(FileNames.lockOfSnap(snap));
	}

	private void findLocks(Consumer<String> ofSnaps, Consumer<Path> ofConfigs) throws IOException {
		// With the dot, what is opened is a directory or nothing
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory.resolve("."))) {
			for (Path file : files) {
				FileNames.Meaning meaning = FileNames.read(file);
				if (meaning instanceof FileNames.ConfigLock) {
					ofConfigs.accept(this.directory.resolve(file.getFileName()));
				}
				else if (meaning instanceof FileNames.SnapLock lock) {
					ofSnaps.accept(lock.snap());
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
	}

	private static SnapState state(String snap, List<Registration> registrations, LockState lock) {
		List<Registration> sorted = new ArrayList<>(registrations);
		sorted.sort(Comparator.comparing(Registration::unit).thenComparing(Registration::layout));
		return new SnapState(snap, sorted, lock, List.of());
	}

}
