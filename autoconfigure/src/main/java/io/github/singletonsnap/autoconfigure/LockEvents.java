package io.github.singletonsnap.autoconfigure;

import java.util.Optional;
import java.util.Set;

import io.github.singletonsnap.SnapLockObservation;
import io.github.singletonsnap.SnapLockObserver;
import io.github.singletonsnap.SnapLockRequest;
import io.github.singletonsnap.event.AbandonedOperationFound;
import io.github.singletonsnap.event.SnapRemovalSkipped;
import io.github.singletonsnap.lock.HoldRecord;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes as application events what an application may want to act on.
 */
final class LockEvents implements SnapLockObserver {

	private final ApplicationEventPublisher publisher;

	LockEvents(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public SnapLockObservation requested(SnapLockRequest request) {
		return new SnapLockObservation() {

			@Override
			public void acquired(Optional<HoldRecord> abandoned) {
				abandoned.ifPresent(
						(it) -> LockEvents.this.publisher.publishEvent(new AbandonedOperationFound(request, it)));
			}

		};
	}

	@Override
	public void removalSkipped(String snap, Set<String> usedBy) {
		this.publisher.publishEvent(new SnapRemovalSkipped(snap, usedBy));
	}

}
