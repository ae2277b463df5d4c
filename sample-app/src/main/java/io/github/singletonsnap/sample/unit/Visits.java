package io.github.singletonsnap.sample.unit;

import java.util.Optional;
import java.util.function.Supplier;

import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.sample.agent.CollectorProperties;
import io.github.singletonsnap.sample.snap.SnapChangeConflictException;
import io.github.singletonsnap.sample.snap.SnapException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * What the unit is doing: one thing at a time.
 */
@Component
@Profile(UnitWork.PROFILE)
class Visits {

	private final String unit;

	private final Journal journal;

	private volatile @Nullable Visit current;

	Visits(CollectorProperties collector, Journal journal) {
		this.unit = collector.unit();
		this.journal = journal;
	}

	Optional<Visit> current() {
		return Optional.ofNullable(this.current);
	}

	/**
	 * Does an operation, and reports how it went.
	 * @param operation what it is
	 * @param body calls the agent
	 * @return the report
	 */
	Report report(Operation operation, Supplier<String> body) {
		Visit visit = new Visit(this.unit, operation, this.journal);
		this.current = visit;
		try {
			return visit.report(Outcome.DONE, body.get());
		}
		catch (SnapChangeConflictException ex) {
			return visit.report(Outcome.CONFLICT, String.valueOf(ex.getMessage()));
		}
		catch (SnapException | SnapLockException ex) {
			return visit.report(Outcome.FAILED, String.valueOf(ex.getMessage()));
		}
		finally {
			this.current = null;
		}
	}

}
