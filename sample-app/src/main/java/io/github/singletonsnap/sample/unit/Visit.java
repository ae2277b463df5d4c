package io.github.singletonsnap.sample.unit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

import io.github.singletonsnap.state.LockProcess;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a unit, from the call on. Used by one thread.
 */
final class Visit {

	private final String unit;

	private final Operation operation;

	private final Journal journal;

	private final Instant asked = Instant.now();

	private @Nullable Instant began;

	private @Nullable Instant ended;

	private int attempts;

	private boolean overlapped;

	private String abandonedBy = "";

	Visit(String unit, Operation operation, Journal journal) {
		this.unit = unit;
		this.operation = operation;
		this.journal = journal;
	}

	void tell(Step.Kind kind, String detail) {
		this.journal.write(new Step(this.unit, this.operation, kind, Instant.now(), detail));
	}

	/**
	 * The lock is there, and whoever had it before did not end what it did.
	 */
	void abandoned(LockProcess by) {
		this.abandonedBy = by.unit() + " left " + by.operation() + " half done";
	}

	/**
	 * Goes in: the lock is held, by this unit alone.
	 */
	@Nullable Object enter(Path dir, ProceedingJoinPoint method) throws Throwable {
		this.attempts++;
		try (Presence presence = presence(dir)) {
			this.overlapped |= !presence.isAlone();
			this.began = Instant.now();
			this.journal.write(new Step(this.unit, this.operation, Step.Kind.BEGAN, this.began, this.abandonedBy));
			return method.proceed();
		}
		finally {
			this.ended = Instant.now();
		}
	}

	private Presence presence(Path dir) throws IOException {
		return Presence.enter(dir.resolve("at-work-on-" + this.operation.resource()), this.unit);
	}

	// Not let in: the lock was not free in time, or others use the snap
	Report report(Outcome outcome, String detail) {
		Instant now = Instant.now();
		return new Report(this.unit, this.operation, this.asked, (this.began != null) ? this.began : now,
				(this.ended != null) ? this.ended : now, this.overlapped, outcome,
				(this.attempts > 1) ? detail + ", attempt " + this.attempts : detail);
	}

}
