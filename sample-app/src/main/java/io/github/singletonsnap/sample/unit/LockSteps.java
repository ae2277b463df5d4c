package io.github.singletonsnap.sample.unit;

import java.util.Optional;

import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Tells what happens before a unit is let in. The starter calls each bean of this type.
 */
@Component
@Profile(UnitWork.PROFILE)
class LockSteps implements SnapLockListener {

	private final Visits visits;

	LockSteps(Visits visits) {
		this.visits = visits;
	}

	@Override
	public Progress requested(SnapLockRequest request) {
		Optional<Visit> visit = this.visits.current();
		visit.ifPresent((it) -> it.tell(Step.Kind.ASKED, request.operation()));
		return new Progress() {

			@Override
			public void waitsForSnapd(String inTheWay) {
				visit.ifPresent((it) -> it.tell(Step.Kind.WAITS_FOR_SNAPD, inTheWay));
			}

			@Override
			public void acquired(@Nullable LockProcess abandoned) {
				visit.ifPresent((it) -> it.acquired(abandoned));
			}

		};
	}

}
