package io.github.singletonsnap.sample.unit;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * What a unit can do.
 */
public enum Operation {

	/**
	 * Joins: installs the snap if it is absent, and registers.
	 */
	INSTALL,

	/**
	 * Refreshes the snap.
	 */
	REFRESH,

	/**
	 * Sets an option of the snap.
	 */
	SET,

	/**
	 * Withdraws, and removes the snap if nobody else uses it.
	 */
	LEAVE,

	/**
	 * Writes the unit's line in the config file.
	 */
	CONFIGURE;

	// Mostly changes of the snap, since two of those at once are what snapd refuses
	private static final List<Operation> OF_A_MEMBER = List.of(REFRESH, REFRESH, REFRESH, SET, SET, SET, SET, LEAVE,
			CONFIGURE, CONFIGURE);

	/**
	 * Chooses a unit's next operation. Who has not joined can only do that, and the last
	 * thing that a member does is to leave.
	 * @param random decides
	 * @param member whether the unit has joined
	 * @param last whether nothing comes after it
	 * @return the next operation
	 */
	static Operation choose(RandomGenerator random, boolean member, boolean last) {
		if (!member) {
			return last ? CONFIGURE : INSTALL;
		}
		return last ? LEAVE : OF_A_MEMBER.get(random.nextInt(OF_A_MEMBER.size()));
	}

	/**
	 * What it works on, and what has to be locked for it.
	 * @return {@code snap} or {@code config}
	 */
	public String resource() {
		return (this == CONFIGURE) ? "config" : "snap";
	}

	/**
	 * Whether only a unit does it that is registered for the snap.
	 * @return whether it is a change of a member
	 */
	public boolean isChangeOfMember() {
		return this == REFRESH || this == SET;
	}

	/**
	 * The operation in one word.
	 * @return the name in lower case
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
