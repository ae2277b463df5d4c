package io.github.singletonsnap.aop;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.singletonsnap.annotation.OnTimeout;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * How long a call waits, and what becomes of it then.
 *
 * @param timeout the longest wait, for all that is acquired together; the default if null
 * @param skips whether a call is skipped for which that is not free in time
 */
record Patience(@Nullable Duration timeout, boolean skips) {

	/**
	 * What annotations that lock together agree in.
	 * @throws UnusableGuardException if they do not
	 */
	static Patience of(List<String> timeouts, List<OnTimeout> onTimeouts, UnaryOperator<String> placeholders) {
		Set<@Nullable Duration> durations = new HashSet<>();
		timeouts.forEach((timeout) -> durations.add(parse(timeout, placeholders)));
		refuseSeveral(durations, "timeout: " + timeouts);
		Set<OnTimeout> outcomes = Set.copyOf(onTimeouts);
		refuseSeveral(outcomes, "onTimeout");
		return new Patience(durations.iterator().next(), outcomes.contains(OnTimeout.SKIP));
	}

	private static void refuseSeveral(Set<?> values, String what) {
		if (values.size() > 1) {
			throw new UnusableGuardException("its annotations lock together, but do not agree in " + what,
					"Give them the same, or lock in two methods", null);
		}
	}

	private static @Nullable Duration parse(String timeout, UnaryOperator<String> placeholders) {
		if (timeout.isEmpty()) {
			return null;
		}
		String resolved = placeholders.apply(timeout);
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
