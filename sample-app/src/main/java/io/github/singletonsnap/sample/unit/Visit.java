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

	private @Nullable Instant acquired;

	private @Nullable Instant began;

	private @Nullable Instant ended;

	private int attempts;

	private boolean overlapped;

	Visit(String unit, Operation operation, Journal journal) {
		this.unit = unit;
		this.operation = operation;
		this.journal = journal;
	}

	void tell(Step.Kind kind, String detail) {
		this.journal.write(new Step(this.unit, this.operation, kind, Instant.now(), detail));
	}

	/**
	 * The lock is there.
	 * @param abandoned who had it before and did not end what it did, if somebody did not
	 */
	void acquired(@Nullable LockProcess abandoned) {
		this.acquired = Instant.now();
		if (abandoned != null) {
			tell(Step.Kind.TOLD, abandoned.unit() + " left " + abandoned.operation() + " half done");
		}
	}

	/**
	 * Goes in: the lock is held, by this unit alone.
	 */
	@Nullable Object enter(Path dir, ProceedingJoinPoint method) throws Throwable {
		this.attempts++;
		try (Presence presence = presence(dir)) {
			this.overlapped |= !presence.isAlone();
			this.began = Instant.now();
			this.journal.write(new Step(this.unit, this.operation, Step.Kind.BEGAN, this.began, ""));
			return method.proceed();
		}
		finally {
			this.ended = Instant.now();
		}
	}

	private Presence presence(Path dir) throws IOException {
		return Presence.enter(dir.resolve("at-work-on-" + this.operation.resource()), this.unit);
	}

	Report report(Outcome outcome, String detail) {
		Instant began = (this.began != null) ? this.began : notLetIn();
		return new Report(this.unit, this.operation, this.asked, began, (this.ended != null) ? this.ended : began,
				this.overlapped, outcome, (this.attempts > 1) ? detail + ", attempt " + this.attempts : detail);
	}

	// The lock was not free in time, or it was but others use the snap
	private Instant notLetIn() {
		return (this.acquired != null) ? this.acquired : Instant.now();
	}

}
