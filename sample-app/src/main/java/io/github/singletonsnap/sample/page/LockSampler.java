package io.github.singletonsnap.sample.page;

import java.time.Instant;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.actuate.SingletonSnapEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Looks at what the actuator endpoint shows while a page is open, and publishes it when
 * it has changed: so the page also shows programs that tell nothing of themselves.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@Profile(PageEvents.PROFILE)
class LockSampler {

	private final SingletonSnapEndpoint endpoint;

	private final PageEvents events;

	private final PageStream stream;

	// Used by the one thread of the schedule

	private @Nullable Object shown;

	private Instant shownUntil = Instant.now();

	LockSampler(SingletonSnapEndpoint endpoint, PageEvents events, PageStream stream) {
		this.endpoint = endpoint;
		this.events = events;
		this.stream = stream;
	}

	@Scheduled(fixedDelay = 100)
	void sample() {
		if (!this.stream.isWatched()) {
			this.shown = null;
			return;
		}
		Instant before = Instant.now();
		Object locks = look();
		if (!locks.equals(this.shown)) {
			this.events.publish("locks",
					new Locks((this.shown != null) ? this.shownUntil : before, Instant.now(), locks));
			this.shown = locks;
		}
		this.shownUntil = before;
	}

	private Object look() {
		try {
			return this.endpoint.locks();
		}
		catch (SingletonSnapException ex) {
			return new Problem(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * What the endpoint shows now.
	 *
	 * @param shownUntil until when it certainly was what was published before
	 * @param at since when it certainly is so
	 * @param locks the endpoint's answer
	 */
	record Locks(Instant shownUntil, Instant at, Object locks) {

	}

	/**
	 * That it shows nothing.
	 *
	 * @param error why
	 */
	record Problem(String error) {

	}

}
