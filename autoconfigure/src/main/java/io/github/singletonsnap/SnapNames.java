package io.github.singletonsnap;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What names are valid, and what files they lead to. Every name is checked here, once,
 * before anything is touched.
 */
public final class SnapNames {

	static final String PREFIX = "LCK..";

	// What follows the prefix in the name of each config file's lock: its path is
	// absolute, so that no snap with an instance key has a lock of that name
	static final String CONFIG = "config__";

	// Of most Linux file systems, in bytes
	private static final int LONGEST_FILE_NAME = 255;

	static final String GATE = ".gate";

	// snapd's rules: snap/naming/validate.go
	private static final Pattern SNAP = Pattern.compile("(?=[a-z0-9-]*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

	private static final Pattern INSTANCE_KEY = Pattern.compile("[a-z0-9]{1,10}");

	private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9._/-]+");

	private SnapNames() {
	}

	/**
	 * The name of the lock file of a snap.
	 */
	static String lockOfSnap(String snap) {
		return PREFIX + checkSnap(snap);
	}

	/**
	 * Checks the path of a config file.
	 * @param config the path
	 * @return the path as it is locked: {@code .} and {@code ..} resolved, links kept
	 * @throws IllegalArgumentException with the reason, if it is relative or too long
	 */
	public static Path checkConfig(Path config) {
		lockOfConfig(config);
		return config.normalize();
	}

	/**
	 * The name of the lock file of a config file. Links are kept: the same file by two
	 * names has two locks, so that no lock depends on what a link leads to right now.
	 */
	static String lockOfConfig(Path config) {
		if (!config.isAbsolute()) {
			throw new IllegalArgumentException("cannot lock config file \"" + config
					+ "\": the path must be absolute, or units in other directories would lock another file");
		}
		StringBuilder name = new StringBuilder(PREFIX).append("config_");
		config.normalize()
			.toString()
			.codePoints()
			.forEach((codePoint) -> name.appendCodePoint(isKept(codePoint) ? codePoint : '_'));
		return checkLength(name.toString(), GATE.length());
	}

	private static boolean isKept(int codePoint) {
		return codePoint == '_' || codePoint == '-' || Character.isLetter(codePoint) || isNumber(codePoint);
	}

	private static boolean isNumber(int codePoint) {
		int type = Character.getType(codePoint);
		return type == Character.DECIMAL_DIGIT_NUMBER || type == Character.LETTER_NUMBER
				|| type == Character.OTHER_NUMBER;
	}

	static boolean isSnap(String name) {
		try {
			checkSnap(name);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Checks the name of a snap by snapd's rules.
	 * @param snap the name, with its instance key if it has one
	 * @return the same name
	 * @throws IllegalArgumentException with the reason, if snapd would not accept it
	 */
	public static String checkSnap(String snap) {
		int underscore = snap.indexOf('_');
		String name = (underscore < 0) ? snap : snap.substring(0, underscore);
		if (name.length() < 2 || name.length() > 40) {
			throw badSnap(snap, "it must have 2 to 40 characters");
		}
		if (!SNAP.matcher(name).matches()) {
			throw badSnap(snap, "it may have lower-case ASCII letters, digits and single hyphens between them, "
					+ "with at least one letter");
		}
		if (underscore >= 0 && !INSTANCE_KEY.matcher(snap.substring(underscore + 1)).matches()) {
			throw badSnap(snap, "the instance key after \"_\" must have 1 to 10 lower-case ASCII letters or digits");
		}
		return snap;
	}

	private static IllegalArgumentException badSnap(String snap, String reason) {
		return new IllegalArgumentException("\"" + snap + "\" is not a snap's name: " + reason);
	}

	static void checkRevision(String snap, OptionalInt revision) {
		if (revision.isPresent() && revision.getAsInt() < 0) {
			throw new IllegalArgumentException("cannot register for revision " + revision.getAsInt() + " of snap \""
					+ snap + "\": a revision is not negative; a local one (x1) has no number: register without it");
		}
	}

	/**
	 * The unit's name as it is written in file names.
	 */
	static String checkUnit(String unit) {
		String written = unit.replace('/', '_');
		if (unit.isEmpty()) {
			throw badUnit(unit, "it is empty");
		}
		if (!UNIT.matcher(unit).matches()) {
			throw badUnit(unit, "it may have ASCII letters, digits and any of . _ - /");
		}
		if (written.contains("__") || written.contains("--")) {
			throw badUnit(unit,
					"\"__\" and \"--\" (\"/\" counts as \"_\") separate the parts of a registration's name");
		}
		return checkLength(written, 0);
	}

	private static IllegalArgumentException badUnit(String unit, String reason) {
		return new IllegalArgumentException("\"" + unit + "\" cannot be a unit's name: " + reason);
	}

	static String checkLength(String fileName, int more) {
		int length = fileName.getBytes(StandardCharsets.UTF_8).length + more;
		if (length > LONGEST_FILE_NAME) {
			throw new IllegalArgumentException("\"" + fileName + "\" is too long for a file's name: it takes " + length
					+ " bytes, and " + LONGEST_FILE_NAME + " is the limit");
		}
		return fileName;
	}

}
