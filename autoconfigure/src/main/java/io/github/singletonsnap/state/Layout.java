package io.github.singletonsnap.state;

import java.util.Locale;

/**
 * How a registration is written: each program family has its own form of file name. Told
 * apart in the order of declaration, the first that fits.
 */
public enum Layout {

	/**
	 * {@code LCK..<snap>--rev<revision>__<unit>}: written by this library and by today's
	 * charms.
	 */
	WITH_REVISION,

	/**
	 * {@code LCK..<snap>__<revision>--<unit>}: written by charms of one week in mid-2025.
	 */
	REVISION_FIRST,

	/**
	 * {@code LCK..<snap>__<unit>}: written by sibling charms. Never read for a snap named
	 * {@code config}, for which it would be the lock of a config file.
	 */
	SIBLING_CHARM,

	/**
	 * {@code LCK..<snap>--<unit>}: written by this library for a unit that has no
	 * revision, and by the first charms.
	 */
	WITHOUT_REVISION;

	/**
	 * The layout in words.
	 * @return the name in lower case, with hyphens
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
