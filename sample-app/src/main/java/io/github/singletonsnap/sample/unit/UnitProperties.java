package io.github.singletonsnap.sample.unit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * How much a unit works.
 *
 * @param operations how many operations it does; zero for no end
 * @param pause about how long it rests after each
 */
@ConfigurationProperties("sample")
record UnitProperties(int operations, Duration pause) {

	UnitProperties {
		Assert.isTrue(operations >= 0, "sample.operations must not be negative");
		Assert.isTrue(!pause.isNegative(), "sample.pause must not be negative");
	}

	boolean isEndless() {
		return this.operations == 0;
	}

}
