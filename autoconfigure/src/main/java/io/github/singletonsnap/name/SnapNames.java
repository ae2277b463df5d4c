package io.github.singletonsnap.name;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import io.github.singletonsnap.state.Shown;
import org.jspecify.annotations.Nullable;

/**
 * What names are valid. Every name is checked here, once, before anything is touched.
 */
public final class SnapNames {

	// snapd's rules: snap/naming/validate.go
	private static final Pattern SNAP = Pattern.compile("(?=[a-z0-9-]*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

	private static final Pattern INSTANCE_KEY = Pattern.compile("[a-z0-9]{1,10}");

	private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9._/-]+");

	private static final Pattern ROLLOUT_GROUP = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private SnapNames() {
	}

	/**
	 * Checks the path of a config file.
	 * @param config the path
	 * @return the path as it is locked: {@code .} and {@code ..} resolved, links kept
	 * @throws IllegalArgumentException with the reason, if it is relative
	 */
	public static Path checkConfig(Path config) {
		if (!config.isAbsolute()) {
			throw new IllegalArgumentException("cannot lock config file \"" + Shown.text(config.toString())
					+ "\": the path must be absolute, or units in other directories would lock another file");
		}
		return config.normalize();
	}

	static boolean isSnap(String name) {
		return problemOf(name) == null;
	}

	/**
	 * Checks the name of a snap by snapd's rules.
	 * @param snap the name, with its instance key if it has one
	 * @return the same name
	 * @throws IllegalArgumentException with the reason, if snapd would not accept it
	 */
	public static String checkSnap(String snap) {
		String problem = problemOf(snap);
		if (problem != null) {
			throw new IllegalArgumentException("\"" + Shown.text(snap) + "\" is not a snap's name: " + problem);
		}
		return snap;
	}

	private static @Nullable String problemOf(String snap) {
		int underscore = snap.indexOf('_');
		String name = (underscore < 0) ? snap : snap.substring(0, underscore);
		if (name.length() < 2 || name.length() > 40) {
			return "it must have 2 to 40 characters";
		}
		if (!SNAP.matcher(name).matches()) {
			return "it may have lower-case ASCII letters, digits and single hyphens between them, "
					+ "with at least one letter";
		}
		return (underscore < 0 || INSTANCE_KEY.matcher(snap.substring(underscore + 1)).matches()) ? null
				: "the instance key after \"_\" must have 1 to 10 lower-case ASCII letters or digits";
	}

	/**
	 * Checks the name of a group of machines that share the permits of a rollout. Without
	 * a dot, so that no file of one group can be one of another.
	 * @param group the name
	 * @return the same name
	 * @throws IllegalArgumentException with the reason, if it is not allowed
	 */
	public static String checkRolloutGroup(String group) {
		if (group == null || !ROLLOUT_GROUP.matcher(group).matches()) {
			throw new IllegalArgumentException("\"" + Shown.text(String.valueOf(group))
					+ "\" cannot be the group of a rollout: it must have 1 to 64 ASCII letters, digits, _ or -");
		}
		return group;
	}

	/**
	 * The revision that some digits say.
	 * @param digits any number of digits
	 * @return the revision; empty if there are none, or it is too large for one
	 */
	public static OptionalInt revision(String digits) {
		return (digits.isEmpty() || Long.parseLong(digits) > Integer.MAX_VALUE) ? OptionalInt.empty()
				: OptionalInt.of(Integer.parseInt(digits));
	}

	static void checkRevision(String snap, OptionalInt revision) {
		if (revision.isPresent() && revision.getAsInt() < 0) {
			throw new IllegalArgumentException("cannot register for revision " + revision.getAsInt() + " of snap \""
					+ snap + "\": a revision is not negative; a local one (x1) has no number: register without it");
		}
	}

	/**
	 * Checks the name of a unit.
	 * @param unit the name
	 * @return the name as it is written in file names
	 * @throws IllegalArgumentException with the reason, if it is not allowed
	 */
	public static String checkUnit(String unit) {
		String written = FileNames.unit(unit);
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
		return FileNames.checkLength(written, 0);
	}

	private static IllegalArgumentException badUnit(String unit, String reason) {
		return new IllegalArgumentException("\"" + Shown.text(unit) + "\" cannot be a unit's name: " + reason);
	}

}
