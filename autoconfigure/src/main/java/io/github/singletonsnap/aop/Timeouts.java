package io.github.singletonsnap.aop;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Reads the timeouts of annotations.
 */
final class Timeouts {

	private final UnaryOperator<String> placeholders;

	Timeouts(UnaryOperator<String> placeholders) {
		this.placeholders = placeholders;
	}

	/**
	 * The timeout of annotations that lock together; {@code null} for the manager's
	 * default.
	 */
	@Nullable Duration agreed(List<String> timeouts) {
		Set<@Nullable Duration> durations = new HashSet<>();
		timeouts.forEach((timeout) -> durations.add(parse(timeout)));
		if (durations.size() > 1) {
			throw new UnusableGuardException("its annotations lock together, but do not agree in timeout: " + timeouts,
					"Give them the same, or lock in two methods", null);
		}
		return durations.iterator().next();
	}

	private @Nullable Duration parse(String timeout) {
		if (timeout.isEmpty()) {
			return null;
		}
		String resolved = this.placeholders.apply(timeout);
		try {
			Duration parsed = DurationStyle.detectAndParse(resolved);
			// Boot takes a bare number for milliseconds, who writes one means seconds
			if (parsed.isZero() || (!parsed.isNegative() && !resolved.matches("\\+?\\d+"))) {
				return parsed;
			}
		}
		catch (IllegalArgumentException ex) {
			// Said below
		}
		throw new UnusableGuardException("its timeout \"" + resolved + "\" is no duration to wait",
				"Use one with its unit such as 45s, or 0s to try once", null);
	}

}
