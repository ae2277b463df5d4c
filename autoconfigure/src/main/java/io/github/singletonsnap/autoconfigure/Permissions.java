package io.github.singletonsnap.autoconfigure;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Permissions as they are written in a property.
 */
final class Permissions {

	private static final String LETTERS = "rwxrwxrwx";

	private static final int SPECIAL = 07000;

	private static final int OWNER_READS_AND_WRITES = 0600;

	private Permissions() {
	}

	static Set<PosixFilePermission> parse(String text, String example) {
		try {
			return PosixFilePermissions.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("\"" + text + "\" has not the form " + example, ex);
		}
	}

	/**
	 * What to write instead.
	 */
	static String advice(String text, String example) {
		Integer mode = mode(text);
		if (mode == null) {
			return "Use the form " + example + ".";
		}
		String octal = "0" + Integer.toOctalString(mode);
		return "Write " + letters(mode)
				+ (isOctal(text) ? "" : ", if " + octal + " is meant: YAML reads that as the number " + text)
				+ (((mode & SPECIAL) == 0) ? "."
						: ". Bits before the last three digits cannot be set here: make the directory beforehand.");
	}

	// 0660 without quotes is 432 when YAML has read it. Taken for a mode in base 8, such
	// a number would keep out the owner, or cannot be one
	private static @Nullable Integer mode(String text) {
		if (!text.matches("\\d{3,4}")) {
			return null;
		}
		int mode = Integer.parseInt(text, isOctal(text) ? 8 : 10);
		return isUsable(mode) ? mode : null;
	}

	private static boolean isOctal(String text) {
		return text.matches("[0-7]+") && isUsable(Integer.parseInt(text, 8));
	}

	private static boolean isUsable(int mode) {
		return mode <= 07777 && (mode & OWNER_READS_AND_WRITES) == OWNER_READS_AND_WRITES;
	}

	private static String letters(int mode) {
		StringBuilder letters = new StringBuilder(LETTERS);
		for (int i = 0; i < LETTERS.length(); i++) {
			if ((mode >> (LETTERS.length() - 1 - i) & 1) == 0) {
				letters.setCharAt(i, '-');
			}
		}
		return letters.toString();
	}

}
