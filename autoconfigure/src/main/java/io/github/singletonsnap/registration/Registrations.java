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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations in one directory. Each is the name of a file, so that none is ever
 * seen half written. Takes no lock.
 */
public final class Registrations {

	private static final Logger logger = LoggerFactory.getLogger(Registrations.class);

	private static final String PREFIX = "LCK..";

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
	 * The name of the file that registers a unit.
	 * @param snap a valid snap name
	 * @param unit a valid unit name, as it is written on disk
	 * @param revision the revision that the unit asks for, if any
	 * @return the file's name
	 */
	public static String fileName(String snap, String unit, OptionalInt revision) {
		return PREFIX + snap + (revision.isPresent() ? "--rev" + revision.getAsInt() + "__" + unit : "--" + unit);
	}

	/**
	 * Registers a unit, or renews its registration, and returns when that would survive a
	 * power cut. One with another revision is removed only then: whenever this ends, the
	 * old registration is there, or the new one, or both.
	 * @param snap a valid snap name
	 * @param unit a valid unit name, as it is written on disk
	 * @param revision the revision that the unit asks for, if any
	 * @throws IOException if the registration cannot be written
	 */
	// One at a time: two that add different revisions would each remove the other's
	public synchronized void add(String snap, String unit, OptionalInt revision) throws IOException {
		String name = fileName(snap, unit, revision);
		this.files.touch(name);
		this.files.sync();
		for (Map.Entry<Path, Match> entry : matches(snap).entrySet()) {
			if (entry.getValue().unit().equals(unit) && !entry.getKey().endsWith(name)) {
				this.files.delete(entry.getKey());
			}
		}
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
		for (Map.Entry<Path, Match> entry : matches(snap).entrySet()) {
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
		for (Map.Entry<Path, Match> entry : matches(snap).entrySet()) {
			Registration registration = read(entry.getKey(), entry.getValue());
			if (registration != null) {
				registrations.add(registration);
			}
		}
		return registrations;
	}

	/**
	 * Reads one registration, to show it.
	 * @param snap a valid snap name
	 * @param file a file whose name begins as those of this snap do
	 * @return the registration, without a revision if that cannot be read; empty if the
	 * file is none, or is gone
	 */
	public static Optional<Registration> read(String snap, Path file) {
		Match match = Match.of(snap, file.getFileName().toString().substring(PREFIX.length() + snap.length()));
		if (match == null || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
			return Optional.empty();
		}
		try {
			return Optional.ofNullable(read(file, match));
		}
		catch (IOException ex) {
			logger.debug("Cannot read {}", file, ex);
			return Optional.of(new Registration(match.unit(), match.revision(), Instant.EPOCH, match.layout()));
		}
	}

	private Map<Path, Match> matches(String snap) throws IOException {
		Map<Path, Match> matches = new LinkedHashMap<>();
		for (Path file : this.files.list(PREFIX + snap, '-', '_')) {
			String name = file.getFileName().toString();
			Match match = Match.of(snap, name.substring(PREFIX.length() + snap.length()));
			// A link counts: whoever made it meant something, and may use the snap
			if (match != null && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
				matches.put(file, match);
			}
			else {
				logger.debug("Ignored {}: no registration of snap {}", file, snap);
			}
		}
		return matches;
	}

	private static @Nullable Registration read(Path file, Match match) throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			OptionalInt revision = (match.layout() == Layout.WITHOUT_REVISION && attributes.isRegularFile()
					&& attributes.size() > 0 && attributes.size() <= LONGEST_CONTENT) ? revisionIn(file)
							: match.revision();
			return new Registration(match.unit(), revision, attributes.lastModifiedTime().toInstant(), match.layout());
		}
		catch (NoSuchFileException ex) {
			// The unit left while we looked
			return null;
		}
	}

	private static OptionalInt revisionIn(Path file) throws IOException {
		String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).trim();
		return REVISION.matcher(content).matches() ? number(content) : OptionalInt.empty();
	}

	private static OptionalInt number(String digits) {
		return (digits.isEmpty() || Long.parseLong(digits) > Integer.MAX_VALUE) ? OptionalInt.empty()
				: OptionalInt.of(Integer.parseInt(digits));
	}

	/**
	 * What a file's name says.
	 *
	 * @param unit the unit
	 * @param revision the revision, where the name has one
	 * @param layout the form of the name
	 */
	private record Match(String unit, OptionalInt revision, Layout layout) {

		static @Nullable Match of(String snap, String rest) {
			for (Layout layout : Layout.values()) {
				Matcher matcher = layout.pattern().matcher(rest);
				if (layout.appliesTo(snap) && matcher.matches()) {
					OptionalInt revision = number(matcher.group("revision"));
					if (revision.isPresent() || matcher.group("revision").isEmpty()) {
						return new Match(matcher.group("unit"), revision, layout);
					}
				}
			}
			return null;
		}

	}

}
