package io.github.singletonsnap.sample.fleet;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * How large a fleet, and where.
 *
 * @param units how many units
 * @param operations how many operations each unit does
 * @param deadline when units that are not done are killed
 * @param dir the directory that the units work in
 */
@ConfigurationProperties("sample")
record FleetProperties(int units, int operations, Duration deadline, Path dir) {

	FleetProperties {
		Assert.isTrue(units > 0, "sample.units must be positive");
		Assert.isTrue(operations > 0, "sample.operations must be positive");
	}

}
