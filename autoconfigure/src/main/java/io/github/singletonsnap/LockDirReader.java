package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.registration.Registrations;
import io.github.singletonsnap.state.ConfigState;
import io.github.singletonsnap.state.LockDirState;
import io.github.singletonsnap.state.LockState;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.state.SnapState;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is in the lock directory, in one pass and without a lock.
 */
final class LockDirReader {

	private final Path directory;

	private final Function<Path, @Nullable Path> configs;

	/**
	 * Reads nothing yet.
	 * @param configs which config file a lock file is for, if that is known
	 */
	LockDirReader(Path directory, Function<Path, @Nullable Path> configs) {
		this.directory = directory;
		this.configs = configs;
	}

	LockDirState read() throws IOException {
		Found found = find("");
		List<String> names = List.copyOf(found.snaps.keySet());
		List<Path> files = new ArrayList<>(names.stream().map(this::lockOf).toList());
		files.addAll(found.configLocks);
		List<LockState> locks = FileLocks.inspect(files);
		List<SnapState> snaps = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			snaps.add(found.state(names.get(i), locks.get(i)));
		}
		return new LockDirState(List.copyOf(snaps),
				locks.stream()
					.skip(names.size())
					.map((lock) -> new ConfigState(this.configs.apply(lock.file()), lock))
					.toList());
	}

	SnapState read(String snap) throws IOException {
		return find(FileNames.lockOfSnap(snap)).state(snap, FileLocks.inspect(List.of(lockOf(snap))).get(0));
	}

	private Path lockOf(String snap) {
		return this.directory.resolve(FileNames.lockOfSnap(snap));
	}

	private Found find(String beginning) throws IOException {
		Found found = new Found();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory,
				(file) -> file.getFileName().toString().startsWith(beginning))) {
			files.forEach(found::add);
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		found.configLocks.sort(Comparator.naturalOrder());
		return found;
	}

	private static final class Found {

		private final Map<String, List<Registration>> snaps = new TreeMap<>();

		private final List<Path> configLocks = new ArrayList<>();

		void add(Path file) {
			FileNames.Meaning meaning = FileNames.read(file.getFileName().toString());
			if (meaning instanceof FileNames.ConfigLock) {
				this.configLocks.add(file);
			}
			else if (meaning instanceof FileNames.SnapLock lock) {
				of(lock.snap());
			}
			else if (meaning instanceof FileNames.Registered registered) {
				Registrations.read(file, registered).ifPresent(of(registered.snap())::add);
			}
		}

		private List<Registration> of(String snap) {
			return this.snaps.computeIfAbsent(snap, (absent) -> new ArrayList<>());
		}

		SnapState state(String snap, LockState lock) {
			List<Registration> registrations = new ArrayList<>(this.snaps.getOrDefault(snap, List.of()));
			registrations.sort(Comparator.comparing(Registration::unit).thenComparing(Registration::layout));
			return new SnapState(snap, registrations, lock, List.of());
		}

	}

}
