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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.lock.LockState;
import io.github.singletonsnap.registration.Registration;
import io.github.singletonsnap.registration.Registrations;
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
		return find(snap).state(snap, FileLocks.inspect(List.of(lockOf(snap))).get(0));
	}

	private Path lockOf(String snap) {
		return this.directory.resolve(SnapNames.lockOfSnap(snap));
	}

	private Found find(String snapPrefix) throws IOException {
		Found found = new Found();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory,
				SnapNames.PREFIX + snapPrefix + "*")) {
			for (Path file : files) {
				found.add(file);
			}
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
			String name = file.getFileName().toString().substring(SnapNames.PREFIX.length());
			String snap = name.split("--|__", 2)[0];
			if (SnapNames.isSnap(snap)) {
				Optional<Registration> registration = Registrations.read(snap, file);
				if (registration.isPresent() || name.equals(snap)) {
					registration.ifPresent(this.snaps.computeIfAbsent(snap, (absent) -> new ArrayList<>())::add);
					return;
				}
			}
			if (name.startsWith(SnapNames.CONFIG) && !name.endsWith(SnapNames.GATE)) {
				this.configLocks.add(file);
			}
		}

		SnapState state(String snap, LockState lock) {
			List<Registration> registrations = new ArrayList<>(this.snaps.getOrDefault(snap, List.of()));
			registrations.sort(Comparator.comparing(Registration::unit).thenComparing(Registration::layout));
			return new SnapState(snap, List.copyOf(registrations), lock);
		}

	}

}
