package io.github.singletonsnap.name;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.singletonsnap.state.Layout;
import io.github.singletonsnap.state.Shown;
import org.jspecify.annotations.Nullable;

/**
 * Every file name that units and other programs have agreed on: made here from names that
 * are allowed, and recognised here.
 */
public final class FileNames {

	private static final String PREFIX = "LCK..";

	private static final String GATE = ".gate";

	// No snap's or config file's lock begins so, nor a registration
	private static final String ROLLOUT = "rollout..";

	// A path is absolute, so that its lock is "config__…": no snap has an empty instance
	// key
	private static final String CONFIG = "config_";

	// What the JDK reads where bytes are no text in this process's locale
	private static final char UNREADABLE = '\ufffd';

	// Of most Linux file systems, in bytes
	private static final int LONGEST = 255;

	private FileNames() {
	}

	/**
	 * The name of a unit as it is written in file names.
	 * @param unit the unit's name, with {@code /} or already as it is written
	 * @return the name as written
	 */
	public static String unit(String unit) {
		return unit.replace('/', '_');
	}

	/**
	 * The name of the lock file of a snap.
	 * @param snap the snap
	 * @return the file's name
	 * @throws IllegalArgumentException with the reason, if that is not a snap's name
	 */
	public static String lockOfSnap(String snap) {
		return PREFIX + SnapNames.checkSnap(snap);
	}

	/**
	 * The name of the lock file of a config file. Links are kept: the same file by two
	 * names has two locks, so that no lock depends on what a link leads to right now.
	 * @param config an absolute path
	 * @return the file's name
	 * @throws IllegalArgumentException with the reason, if the path is relative, too long
	 * or not to be read in this process's locale
	 */
	public static String lockOfConfig(Path config) {
		// All such would have one lock, and another one than in other locales
		if (config.toString().indexOf(UNREADABLE) >= 0) {
			throw new IllegalArgumentException("cannot lock config file \"" + Shown.text(config.toString())
					+ "\": its path is no text in this process's locale. Start it with LC_ALL=C.UTF-8");
		}
		StringBuilder name = new StringBuilder(PREFIX).append(CONFIG);
		SnapNames.checkConfig(config)
			.toString()
			.codePoints()
			.forEach((codePoint) -> name.appendCodePoint(isKept(codePoint) ? codePoint : '_'));
		return checkLength(name.toString(), GATE.length());
	}

	/**
	 * The name of the lock file by which the units of a machine take their turns in a
	 * rollout.
	 * @param group the group of the rollout
	 * @return the file's name
	 * @throws IllegalArgumentException with the reason, if that is not a group's name
	 */
	public static String lockOfRollout(String group) {
		return ROLLOUT + SnapNames.checkRolloutGroup(group);
	}

	private static boolean isKept(int codePoint) {
		return codePoint == '_' || codePoint == '-' || Character.isLetter(codePoint) || isNumber(codePoint);
	}

	private static boolean isNumber(int codePoint) {
		int type = Character.getType(codePoint);
		return type == Character.DECIMAL_DIGIT_NUMBER || type == Character.LETTER_NUMBER
				|| type == Character.OTHER_NUMBER;
	}

	/**
	 * The turnstile of a lock.
	 * @param lockFile the lock file
	 * @return the file beside it
	 */
	public static Path gate(Path lockFile) {
		return lockFile.resolveSibling(lockFile.getFileName() + GATE);
	}

	/**
	 * The name of the file that registers a unit, in the layouts that are written.
	 * @param snap the snap
	 * @param unit the unit's name as it is written
	 * @param revision the revision that the unit asks for, if any
	 * @return the file's name
	 * @throws IllegalArgumentException with the reason, if a part is not allowed or the
	 * name is too long
	 */
	public static String registration(String snap, String unit, OptionalInt revision) {
		SnapNames.checkRevision(snap, revision);
		String between = revision.isPresent() ? "--rev" + revision.getAsInt() + "__" : "--";
		return checkLength(lockOfSnap(snap) + between + unit, 0);
	}

	/**
	 * The name under which a registration is made that is to replace one of the real
	 * name. With a revision it says the same, by a leading zero, so that nobody stumbles
	 * over it: today's charms do over every name that is no registration.
	 * @param snap the snap
	 * @param unit the unit's name as it is written
	 * @param revision the revision that the unit asks for, if any
	 * @return the file's name, which may be too long for one
	 */
	public static String newRegistration(String snap, String unit, OptionalInt revision) {
		return revision.isPresent() ? lockOfSnap(snap) + "--rev0" + revision.getAsInt() + "__" + unit
				: "." + lockOfSnap(snap) + "--" + unit;
	}

	/**
	 * What the names of a snap's registrations begin with: one of these two.
	 * @param snap the snap
	 * @return the two beginnings
	 * @throws IllegalArgumentException with the reason, if that is not a snap's name
	 */
	public static Beginnings registrationsOf(String snap) {
		return new Beginnings(lockOfSnap(snap) + "-", lockOfSnap(snap) + "_");
	}

	/**
	 * Recognises a file by its name. A byte of the name that is not UTF-8 is read as
	 * U+FFFD and two digits, and U+FFFD itself as its three bytes: the same in every
	 * locale, and no two names are read as one.
	 * @param file the file
	 * @return what it means, {@code null} if nothing
	 */
	public static @Nullable Meaning read(Path file) {
		String name = String.valueOf(file.getFileName());
		return read((name.indexOf(UNREADABLE) < 0) ? name : decode(file));
	}

	// A URI has the bytes themselves; the JDK's path gives them to nobody else
	private static String decode(Path file) {
		String uri = file.toUri().getRawPath();
		// One of a directory ends with a slash
		String encoded = uri.substring(uri.lastIndexOf('/', uri.length() - 2) + 1).replace("/", "");
		byte[] bytes = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
			.getBytes(StandardCharsets.ISO_8859_1);
		StringBuilder name = new StringBuilder();
		ByteBuffer rest = ByteBuffer.wrap(bytes);
		CharBuffer decoded = CharBuffer.allocate(bytes.length);
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		while (rest.hasRemaining()) {
			boolean malformed = decoder.decode(rest, decoded, true).isError();
			name.append(decoded.flip().toString().replace("\ufffd", "\ufffdef\ufffdbf\ufffdbd"));
			decoded.clear();
			if (malformed) {
				name.append(String.format("\ufffd%02x", rest.get() & 0xff));
				decoder.reset();
			}
		}
		return name.toString();
	}

	/**
	 * Recognises a file by its name.
	 * @param fileName the name
	 * @return what it means, {@code null} if nothing
	 */
	public static @Nullable Meaning read(String fileName) {
		if (!fileName.startsWith(PREFIX)) {
			return null;
		}
		String name = fileName.substring(PREFIX.length());
		if (name.startsWith(CONFIG + "_")) {
			return name.endsWith(GATE) ? null : new ConfigLock();
		}
		String snap = name.split("--|__", 2)[0];
		if (!SnapNames.isSnap(snap)) {
			return null;
		}
		return name.equals(snap) ? new SnapLock(snap) : Form.read(snap, name.substring(snap.length()));
	}

	static String checkLength(String fileName, int more) {
		int length = fileName.getBytes(StandardCharsets.UTF_8).length + more;
		if (length > LONGEST) {
			throw new IllegalArgumentException("\"" + fileName + "\" is too long for a file's name: it takes " + length
					+ " bytes, and " + LONGEST + " is the limit");
		}
		return fileName;
	}

	/**
	 * The form of each layout after the snap's name, in the order in which they are
	 * tried. A unit of another program may have any character in its name, a line break
	 * too.
	 */
	private enum Form {

		WITH_REVISION(Layout.WITH_REVISION, "--rev(?<revision>0*[0-9]{1,10})__(?<unit>.+)"),

		REVISION_FIRST(Layout.REVISION_FIRST, "__(?<revision>[0-9]{1,10})--(?<unit>.+)"),

		SIBLING_CHARM(Layout.SIBLING_CHARM, "__(?<revision>)(?<unit>.+)"),

		WITHOUT_REVISION(Layout.WITHOUT_REVISION, "--(?<revision>)(?<unit>.+)");

		private final Layout layout;

		private final Pattern pattern;

		Form(Layout layout, String afterSnap) {
			this.layout = layout;
			this.pattern = Pattern.compile(afterSnap, Pattern.DOTALL);
		}

		static @Nullable Registered read(String snap, String rest) {
			for (Form form : values()) {
				Matcher matcher = form.pattern.matcher(rest);
				if (matcher.matches()) {
					String digits = matcher.group("revision");
					OptionalInt revision = SnapNames.revision(digits);
					if (revision.isPresent() || digits.isEmpty()) {
						return new Registered(snap, matcher.group("unit"), revision, form.layout);
					}
				}
			}
			return null;
		}

	}

	/**
	 * What a file is, by its name.
	 */
	public sealed interface Meaning permits SnapLock, ConfigLock, Registered {

	}

	/**
	 * The lock of a snap.
	 *
	 * @param snap the snap
	 */
	public record SnapLock(String snap) implements Meaning {
	}

	/**
	 * The lock of some config file: the name does not tell which.
	 */
	public record ConfigLock() implements Meaning {
	}

	/**
	 * The registration of a unit.
	 *
	 * @param snap the snap
	 * @param unit the unit, as written
	 * @param revision the revision, where the name has one
	 * @param layout the form of the name
	 */
	public record Registered(String snap, String unit, OptionalInt revision, Layout layout) implements Meaning {
	}

	/**
	 * Two ways in which a name can begin.
	 *
	 * @param one the one
	 * @param other the other
	 */
	public record Beginnings(String one, String other) {
	}

}
