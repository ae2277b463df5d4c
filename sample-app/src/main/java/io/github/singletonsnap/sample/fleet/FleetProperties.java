package io.github.singletonsnap.sample.fleet;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * How large a fleet, and where.
 *
 * @param units how many units
 * @param withoutLocks whether a second fleet works beside it without locks
 * @param deadline when units that are not done are killed
 * @param fleetDir the directory that the fleets work in, which is theirs alone
 * @param snap the snap that the units share
 * @param secondSnap the snap of the second fleet; on a real snapd it cannot be the same,
 * or units without locks would get into the way of those with
 * @param secondSnapFile what snapd installs that from
 */
@ConfigurationProperties("sample")
record FleetProperties(int units, boolean withoutLocks, Duration deadline, @Nullable Path fleetDir, String snap,
		@Nullable String secondSnap, @Nullable Path secondSnapFile) {

	/**
	 * More of them cannot be told apart.
	 */
	static final int MOST_UNITS = 16;

	FleetProperties {
		Assert.isTrue(units > 0 && units <= MOST_UNITS, "sample.units must be between 1 and " + MOST_UNITS);
	}

}
