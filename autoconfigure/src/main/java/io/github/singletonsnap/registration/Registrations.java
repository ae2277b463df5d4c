package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.name.FileNames.Registered;
import io.github.singletonsnap.name.SnapNames;
import io.github.singletonsnap.state.Layout;
import io.github.singletonsnap.state.Registration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations in one directory. Each is the name of a file, so that none is ever
 * seen half written. Takes no lock.
 */
public final class Registrations {

	private static final Logger logger = LoggerFactory.getLogger(Registrations.class);

	// What the first charms put into their files
	private static final Pattern REVISION = Pattern.compile("[0-9]{1,10}");

	private static final int LONGEST_CONTENT = 16;

	private final RegistrationFiles files;

	/**
	 * Touches nothing yet.
	 * @param directory where the registrations are; other programs' files may be there
	 */
	public Registrations(Path directory) {
		this(new RegistrationFiles(directory));
	}

	Registrations(RegistrationFiles files) {
		this.files = files;
	}

	/**
	 * Registers a unit, or renews its registration, and returns when that would survive a
	 * power cut. One with another revision is removed only then: whenever this ends, the
	 * old registration is there, or the new one, or both.
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
		this.files.touch(name);
		this.files.sync();
		boolean removed = false;
		for (Map.Entry<Path, Registered> entry : matches(snap).entrySet()) {
			if (entry.getValue().unit().equals(unit) && !entry.getKey().endsWith(name)) {
				removed |= this.files.delete(entry.getKey());
			}
		}
		return removed;
	}

	/**
	 * Removes every registration of a unit for a snap, in all layouts.
	 * @param snap a valid snap name
	 * @param unit the unit's name as it is written on disk
	 * @return whether there was one
	 * @throws IOException if the directory cannot be read or a file not removed
	 */
	public synchronized boolean remove(String snap, String unit) throws IOException {
		boolean removed = false;
		for (Map.Entry<Path, Registered> entry : matches(snap).entrySet()) {
			if (entry.getValue().unit().equals(unit)) {
				removed |= this.files.delete(entry.getKey());
			}
		}
		return removed;
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
	 * Reads one registration, to show it.
	 * @param file the file
	 * @param name what its name says
	 * @return the registration, without a revision if that cannot be read; empty if the
	 * file is none, or is gone
	 */
	public static Optional<Registration> read(Path file, Registered name) {
		if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
			return Optional.empty();
		}
		try {
			return Optional.ofNullable(find(file, name));
		}
		catch (IOException ex) {
			logger.debug("Cannot read {}", file, ex);
			return Optional.of(new Registration(name.unit(), name.revision(), Instant.EPOCH, name.layout()));
		}
	}

	private Map<Path, Registered> matches(String snap) throws IOException {
		Map<Path, Registered> matches = new LinkedHashMap<>();
		for (Path file : this.files.list(FileNames.registrationsOf(snap))) {
			// A link counts: whoever made it meant something, and may use the snap
			if (FileNames.read(file.getFileName().toString()) instanceof Registered name && name.snap().equals(snap)
					&& !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
				matches.put(file, name);
			}
			else {
				logger.debug("Ignored {}: no registration of snap {}", file, snap);
			}
		}
		return matches;
	}

	private static @Nullable Registration find(Path file, Registered name) throws IOException {
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

	private static OptionalInt revisionIn(Path file) throws IOException {
		String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).trim();
		return REVISION.matcher(content).matches() ? SnapNames.revision(content) : OptionalInt.empty();
	}

}
