package io.github.singletonsnap.sample.unit;

import io.github.singletonsnap.sample.snap.SnapProgress;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Tells how far snapd has come with what this unit has asked for.
 */
@Component
@Profile(UnitWork.PROFILE)
class VisitProgress implements SnapProgress {

	private final Visits visits;

	VisitProgress(Visits visits) {
		this.visits = visits;
	}

	@Override
	public void progressed(String progress) {
		this.visits.current().ifPresent((visit) -> visit.tell(Step.Kind.PROGRESS, progress));
	}

}
