package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.name.FileNames.Registered;
import io.github.singletonsnap.name.SnapNames;
import io.github.singletonsnap.state.Layout;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.state.Shown;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations in one directory, and those that another one still has. Each is the
 * name of a file, so that none is ever seen half written. Takes no lock.
 */
public final class Registrations {

	private static final Logger logger = LoggerFactory.getLogger(Registrations.class);

	// What the first charms put into their files
	private static final Pattern REVISION = Pattern.compile("[0-9]{1,10}");

	private static final int LONGEST_CONTENT = 16;

	// The directory to write to is the last, so that a unit that moves to it is seen in
	// one of them
	private final List<RegistrationFiles> read;

	private final RegistrationFiles written;

	private final Contents contents;

	/**
	 * Touches nothing yet.
	 * @param directory where the registrations are; other programs' files may be there
	 * @param former where they were before: there they are read, and removed, but none is
	 * written; {@code null} if they always were in the one directory
	 * @param contents reads what is in a file
	 */
	public Registrations(Path directory, @Nullable Path former, Contents contents) {
		this(new RegistrationFiles(directory), (former != null) ? new RegistrationFiles(former) : null, contents);
	}

	Registrations(RegistrationFiles written, @Nullable RegistrationFiles former, Contents contents) {
		this.read = (former != null) ? List.of(former, written) : List.of(written);
		this.written = written;
		this.contents = contents;
	}

	/**
	 * Registers a unit, or renews its registration, and returns when that would survive a
	 * power cut. One with another revision is removed only then: whenever this ends, the
	 * old registration is there, or the new one, or both.
	 * <p>
	 * A directory apart from the locks is one that is shared with today's charms, which
	 * crash on a registration without a revision.
	 * @param snap a valid snap name
	 * @param unit a valid unit name, as it is written on disk
	 * @param revision the revision that the unit asks for, if any
	 * @return whether it had another registration
	 * @throws IOException if the registration cannot be written
	 * @throws IllegalArgumentException with the reason, if its name is not allowed
	 */
	// One at a time: two that add different revisions would each remove the other's
	public synchronized boolean add(String snap, String unit, OptionalInt revision) throws IOException {
		String name = FileNames.registration(snap, unit, revision);
		if (revision.isEmpty() && this.read.size() > 1) {
			throw new IllegalArgumentException(
					"cannot register for snap \"" + snap + "\" without a revision in " + this.written.path("")
							+ ": it is apart from the locks, as today's charms share it, and they crash "
							+ "on such a file. Give a revision");
		}
		write(name, FileNames.newRegistration(snap, unit, revision));
		Path file = this.written.path(name);
		return delete(matches(snap).entrySet()
			.stream()
			.filter((entry) -> entry.getValue().unit().equals(unit) && !entry.getKey().equals(file))
			.map(Map.Entry::getKey)
			.toList());
	}

	private void write(String name, String newName) throws IOException {
		boolean created = this.written.create(name);
		if (!created) {
			renewFile(name, newName);
		}
		try {
			this.written.sync();
		}
		catch (IOException | RuntimeException | Error ex) {
			if (created) {
				this.written.delete(this.written.path(name));
			}
			throw ex;
		}
	}

	// By a new file in the place of the old one, which may belong to the user as whom the
	// unit ran before
	private void renewFile(String name, String newName) throws IOException {
		this.written.refusePlanted(name);
		try {
			replace(name, newName);
		}
		catch (NoSuchFileException ex) {
			logger.debug("Another process of this unit has just renewed {}", name);
		}
		catch (FileSystemException ex) {
			if (!this.written.isWritable()) {
				throw ex;
			}
			logger.warn("The registration {} is there, but keeps its time, as it cannot be replaced: {}. See whether "
					+ "the disk is full and, where the directory is sticky, whether the file belongs to another user",
					name, ex.getReason());
		}
	}

	private void replace(String name, String newName) throws IOException {
		Path newFile = this.written.path(newName);
		// Of a process that died in the middle of this: it has that one's time
		this.written.delete(newFile);
		// If another process of this unit has created one since, it is as good
		this.written.create(newName);
		try {
			this.written.rename(newName, name);
		}
		catch (IOException | RuntimeException | Error ex) {
			this.written.delete(newFile);
			throw ex;
		}
	}

	/**
	 * Renews what a unit has registered, its revision included. Registers one that has
	 * nothing without a revision.
	 * @param snap a valid snap name
	 * @param unit a valid unit name, as it is written on disk
	 * @return whether it had another registration
	 * @throws IOException if the registration cannot be read or written
	 * @throws IllegalArgumentException with the reason, if its name is not allowed
	 */
	public synchronized boolean renew(String snap, String unit) throws IOException {
		return add(snap, unit, askedFor(snap, unit));
	}

	// If a unit died while it asked for another one, the one it asked for last
	private OptionalInt askedFor(String snap, String unit) throws IOException {
		return find(snap).stream()
			.filter((registration) -> registration.unit().equals(unit) && registration.revision().isPresent())
			.max(Comparator.comparing(Registration::lastSeen))
			.map(Registration::revision)
			.orElse(OptionalInt.empty());
	}

	/**
	 * Removes every registration of a unit for a snap, in all layouts.
	 * @param snap a valid snap name
	 * @param unit the unit's name as it is written on disk, or as it is shown
	 * @return whether there was one
	 * @throws IOException if the directory cannot be read or a file not removed
	 */
	public synchronized boolean remove(String snap, String unit) throws IOException {
		return delete(matches(snap).entrySet()
			.stream()
			.filter((entry) -> isNamed(entry.getValue().unit(), unit))
			.map(Map.Entry::getKey)
			.toList());
	}

	/**
	 * Removes every registration of this unit for a snap, and what it left if it died
	 * while it renewed one.
	 * @param snap a valid snap name
	 * @param unit a valid unit name, as it is written on disk
	 * @return whether there was one
	 * @throws IOException if the directory cannot be read or a file not removed
	 */
	public synchronized boolean leave(String snap, String unit) throws IOException {
		this.written.delete(this.written.path(FileNames.newRegistration(snap, unit, OptionalInt.empty())));
		return remove(snap, unit);
	}

	private static boolean isNamed(String unit, String name) {
		return name.equals(unit) || name.equals(Shown.text(unit));
	}

	private boolean delete(List<Path> files) throws IOException {
		boolean deleted = false;
		for (Path file : files) {
			deleted |= this.written.delete(file);
		}
		return deleted;
	}

	/**
	 * The units that are registered for a snap, in any layout, by any program.
	 * @param snap a valid snap name
	 * @return their names as written on disk
	 * @throws IOException if the directory cannot be read
	 */
	public Set<String> units(String snap) throws IOException {
		Set<String> units = new TreeSet<>();
		matches(snap).values().forEach((match) -> units.add(match.unit()));
		return units;
	}

	/**
	 * The snaps that a unit is registered for, in any layout.
	 * @param unit the unit's name as it is written on disk
	 * @return the snaps, sorted
	 * @throws IOException if the directory cannot be read
	 */
	public SortedSet<String> snaps(String unit) throws IOException {
		SortedSet<String> snaps = new TreeSet<>();
		for (RegistrationFiles files : this.read) {
			for (Path file : files.list()) {
				Registered name = registered(file);
				if (name != null && name.unit().equals(unit)) {
					snaps.add(name.snap());
				}
			}
		}
		return snaps;
	}

	/**
	 * All registrations for a snap, in any layout, by any program.
	 * @param snap a valid snap name
	 * @return the registrations, in no order
	 * @throws IOException if the directory cannot be read
	 */
	public List<Registration> find(String snap) throws IOException {
		List<Registration> registrations = new ArrayList<>();
		for (Map.Entry<Path, Registered> entry : matches(snap).entrySet()) {
			Registration registration = find(entry.getKey(), entry.getValue());
			if (registration != null) {
				registrations.add(registration);
			}
		}
		return registrations;
	}

	/**
	 * All registrations for all snaps.
	 * @return the registrations of each snap that has one, to be shown: one that cannot
	 * be read is there without its revision
	 * @throws IOException if the directory cannot be read
	 */
	public Map<String, List<Registration>> showAll() throws IOException {
		Map<String, List<Registration>> registrations = new LinkedHashMap<>();
		for (RegistrationFiles files : this.read) {
			for (Path file : files.list()) {
				Registered name = registered(file);
				if (name != null) {
					read(file, name)
						.ifPresent(registrations.computeIfAbsent(name.snap(), (snap) -> new ArrayList<>())::add);
				}
			}
		}
		return registrations;
	}

	/**
	 * All registrations for a snap, to be shown.
	 * @param snap a valid snap name
	 * @return the registrations, in no order; one that cannot be read is there without
	 * its revision
	 * @throws IOException if the directory cannot be read
	 */
	public List<Registration> show(String snap) throws IOException {
		List<Registration> registrations = new ArrayList<>();
		matches(snap).forEach((file, name) -> read(file, name).ifPresent(registrations::add));
		return registrations;
	}

	private Optional<Registration> read(Path file, Registered name) {
		try {
			return Optional.ofNullable(find(file, name));
		}
		catch (IOException ex) {
			logger.debug("Cannot read {}", Shown.text(file.toString()), ex);
			return Optional.of(new Registration(name.unit(), name.revision(), Instant.EPOCH, name.layout()));
		}
	}

	private Map<Path, Registered> matches(String snap) throws IOException {
		Map<Path, Registered> matches = new LinkedHashMap<>();
		for (RegistrationFiles files : this.read) {
			for (Path file : files.list(FileNames.registrationsOf(snap))) {
				Registered name = registered(file);
				if (name != null && name.snap().equals(snap)) {
					matches.put(file, name);
				}
				else {
					logger.debug("Ignored {}: no registration of snap {}", Shown.text(file.toString()), snap);
				}
			}
		}
		return matches;
	}

	// A link counts: whoever made it meant something, and may use the snap
	private static @Nullable Registered registered(Path file) {
		return (FileNames.read(file) instanceof Registered name && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
				? name : null;
	}

	private @Nullable Registration find(Path file, Registered name) throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			OptionalInt revision = (name.layout() == Layout.WITHOUT_REVISION && attributes.isRegularFile()
					&& attributes.size() > 0 && attributes.size() <= LONGEST_CONTENT) ? revisionIn(file)
							: name.revision();
			return new Registration(name.unit(), revision, attributes.lastModifiedTime().toInstant(), name.layout());
		}
		catch (NoSuchFileException ex) {
			// The unit left while we looked
			return null;
		}
	}

	private OptionalInt revisionIn(Path file) throws IOException {
		String content = new String(this.contents.read(file, LONGEST_CONTENT), StandardCharsets.ISO_8859_1).trim();
		return REVISION.matcher(content).matches() ? SnapNames.revision(content) : OptionalInt.empty();
	}

	/**
	 * Reads what is in files that anyone may have put there.
	 */
	@FunctionalInterface
	public interface Contents {

		/**
		 * Reads what a file begins with. Must not block, whatever has taken the file's
		 * place since it was seen.
		 * @param file the file
		 * @param longest the number of bytes to read at most
		 * @return the bytes
		 * @throws IOException if it cannot be read, or is no regular file
		 */
		byte[] read(Path file, int longest) throws IOException;

	}

}
