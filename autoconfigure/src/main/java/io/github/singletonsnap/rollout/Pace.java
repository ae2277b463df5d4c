package io.github.singletonsnap.rollout;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait until a question is asked again: longer each time, up to a limit, and
 * never in step with other machines that began at the same moment.
 */
final class Pace {

	private final long longest;

	private long next;

	Pace(Duration first, Duration longest) {
		this.next = first.toNanos();
		this.longest = longest.toNanos();
	}

	/**
	 * Between half and all of a wait that doubles.
	 */
	Duration next() {
		long nanos = this.next / 2 + ThreadLocalRandom.current().nextLong(this.next / 2 + 1);
		this.next = Math.min(this.longest, this.next * 2);
		return Duration.ofNanos(nanos);
	}

}
