package io.github.singletonsnap.registration;

import java.util.regex.Pattern;

/**
 * How a registration is written: each program family has its own form of file name. Told
 * apart in the order of declaration, the first that fits.
 */
public enum Layout {

	/**
	 * {@code LCK..<snap>--rev<revision>__<unit>}: written by this library and by today's
	 * charms.
	 */
	WITH_REVISION("--rev(?<revision>[0-9]{1,10})__(?<unit>.+)"),

	/**
	 * {@code LCK..<snap>__<revision>--<unit>}: written by charms of 2025.
	 */
	CHARM_2025("__(?<revision>[0-9]{1,10})--(?<unit>.+)"),

	/**
	 * {@code LCK..<snap>__<unit>}: written by sibling charms. Never read for a snap named
	 * {@code config}, for which it would be the lock of a config file.
	 */
	SIBLING_CHARM("__(?<revision>)(?<unit>.+)"),

	/**
	 * {@code LCK..<snap>--<unit>}: written by this library for a unit that has no
	 * revision, and by the first charms.
	 */
	WITHOUT_REVISION("--(?<revision>)(?<unit>.+)");

	// A unit of another program may have any character in its name, a line break too
	private final Pattern pattern;

	Layout(String afterSnap) {
		this.pattern = Pattern.compile(afterSnap, Pattern.DOTALL);
	}

	Pattern pattern() {
		return this.pattern;
	}

	boolean appliesTo(String snap) {
		return this != SIBLING_CHARM || !snap.equals("config");
	}

}
