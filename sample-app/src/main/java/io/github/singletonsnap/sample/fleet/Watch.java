package io.github.singletonsnap.sample.fleet;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.sample.agent.CollectorProperties;
import io.github.singletonsnap.sample.snap.SnapChangeConflictException;
import io.github.singletonsnap.sample.snap.SnapException;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Watches a unit's operations where they are let in. It has the last place around the
 * agent's methods: inside the lock, and called anew by each retry.
 */
@Aspect
@Component
class Watch {

	// A unit does one thing at a time
	private volatile @Nullable Visit visit;

	private final String unit;

	private final Path dir;

	Watch(CollectorProperties collector, FleetProperties fleet) {
		this.unit = collector.unit();
		this.dir = fleet.dir();
	}

	/**
	 * Does an operation, and reports how it went.
	 * @param operation what it is
	 * @param body calls the agent
	 * @return the report
	 */
	Report report(Operation operation, Supplier<String> body) {
		Visit visit = new Visit(operation);
		this.visit = visit;
		try {
			return visit.report(this.unit, Outcome.DONE, body.get());
		}
		catch (SnapChangeConflictException ex) {
			return visit.report(this.unit, Outcome.CONFLICT, String.valueOf(ex.getMessage()));
		}
		catch (SnapException | SnapLockException ex) {
			return visit.report(this.unit, Outcome.FAILED, String.valueOf(ex.getMessage()));
		}
		finally {
			this.visit = null;
		}
	}

	@Around("@annotation(io.github.singletonsnap.annotation.SnapOperation)"
			+ " || @annotation(io.github.singletonsnap.annotation.SnapRemoval)"
			+ " || @annotation(io.github.singletonsnap.annotation.ConfigOperation)")
	@Nullable Object watch(ProceedingJoinPoint method) throws Throwable {
		Visit visit = this.visit;
		return (visit != null) ? visit.enter(this.dir, this.unit, method) : method.proceed();
	}

	private static final class Visit {

		private final Operation operation;

		private final Instant asked = Instant.now();

		private @Nullable Instant began;

		private @Nullable Instant ended;

		private int attempts;

		private boolean overlapped;

		Visit(Operation operation) {
			this.operation = operation;
		}

		@Nullable Object enter(Path dir, String unit, ProceedingJoinPoint method) throws Throwable {
			this.began = Instant.now();
			this.attempts++;
			try (Presence presence = Presence.enter(dir.resolve("at-work-on-" + this.operation.resource()), unit)) {
				this.overlapped |= !presence.isAlone();
				return method.proceed();
			}
			finally {
				this.ended = Instant.now();
			}
		}

		// Not let in: the lock was not free in time, or others use the snap
		Report report(String unit, Outcome outcome, String detail) {
			Instant now = Instant.now();
			return new Report(unit, this.operation, this.asked, (this.began != null) ? this.began : now,
					(this.ended != null) ? this.ended : now, this.overlapped, outcome,
					(this.attempts > 1) ? detail + ", attempt " + this.attempts : detail);
		}

	}

}
