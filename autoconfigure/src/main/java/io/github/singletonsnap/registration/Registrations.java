package io.github.singletonsnap.registration;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration files of one directory. Each is its name alone: there is nothing to
 * read inside, so none is ever seen half written.
 */
public final class Registrations {

	private static final Logger logger = LoggerFactory.getLogger(Registrations.class);

	private static final Set<OpenOption> TOUCH = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
			LinkOption.NOFOLLOW_LINKS);

	private final Path directory;

	/**
	 * Touches nothing yet.
	 * @param directory where the registrations are; other programs' files may be there
	 */
	public Registrations(Path directory) {
		this.directory = directory;
	}

	/**
	 * The name of the file that registers a unit.
	 * @param snap a valid snap name
	 * @param unit a valid unit name, as it is written on disk
	 * @param revision the revision that the unit asks for, if any
	 * @return the file's name
	 */
	public static String fileName(String snap, String unit, OptionalInt revision) {
		return "LCK.." + snap + (revision.isPresent() ? "--rev" + revision.getAsInt() + "__" + unit : "--" + unit);
	}

	/**
	 * Registers a unit, or renews its registration. One with another revision is removed
	 * only after the new one is there: at no moment is the unit not registered.
	 * @param snap a valid snap name
	 * @param unit a valid unit name, as it is written on disk
	 * @param revision the revision that the unit asks for, if any
	 * @throws IOException if the registration cannot be written
	 */
	public void add(String snap, String unit, OptionalInt revision) throws IOException {
		String name = fileName(snap, unit, revision);
		Path file = this.directory.resolve(name);
		Files.newByteChannel(file, TOUCH).close();
		Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
		for (Entry entry : entries(snap)) {
			if (entry.registration().unit().equals(unit) && !entry.fileName().equals(name)) {
				Files.deleteIfExists(this.directory.resolve(entry.fileName()));
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
	public boolean remove(String snap, String unit) throws IOException {
		boolean removed = false;
		for (Entry entry : entries(snap)) {
			if (entry.registration().unit().equals(unit)) {
				removed |= Files.deleteIfExists(this.directory.resolve(entry.fileName()));
			}
		}
		return removed;
	}

	/**
	 * All registrations for a snap, in any layout, of any program.
	 * @param snap a valid snap name
	 * @return the registrations, in no order
	 * @throws IOException if the directory cannot be read
	 */
	public List<Registration> find(String snap) throws IOException {
		return entries(snap).stream().map(Entry::registration).toList();
	}

	private List<Entry> entries(String snap) throws IOException {
		String prefix = "LCK.." + snap;
		List<Entry> entries = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory)) {
			for (Path file : files) {
				String name = file.getFileName().toString();
				Entry entry = name.startsWith(prefix) ? read(snap, file, name) : null;
				if (entry != null) {
					entries.add(entry);
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return entries;
	}

	private @Nullable Entry read(String snap, Path file, String name) throws IOException {
		String rest = name.substring("LCK..".length() + snap.length());
		for (Layout layout : Layout.values()) {
			Matcher matcher = layout.pattern().matcher(rest);
			if (layout.appliesTo(snap) && matcher.matches()) {
				return read(layout, matcher, file);
			}
		}
		logger.debug("Ignored {}: no registration of snap {}", file, snap);
		return null;
	}

	private @Nullable Entry read(Layout layout, Matcher matcher, Path file) throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (!attributes.isRegularFile()) {
				logger.debug("Ignored {}: not a regular file", file);
				return null;
			}
			String revision = matcher.group("revision");
			return new Entry(file.getFileName().toString(),
					new Registration(matcher.group("unit"),
							revision.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(revision)),
							attributes.lastModifiedTime().toInstant(), layout));
		}
		catch (NoSuchFileException ex) {
			// The unit left while we looked
			return null;
		}
	}

	private record Entry(String fileName, Registration registration) {

	}

}
