package io.github.singletonsnap.autoconfigure;

import java.util.Set;

import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.event.AbandonedOperationFoundEvent;
import io.github.singletonsnap.event.SnapRemovalSkippedEvent;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes as application events what an application may want to act on.
 */
final class LockEvents implements SnapLockListener {

	private final ApplicationEventPublisher publisher;

	private volatile boolean attached;

	LockEvents(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void attached(String unit) {
		this.attached = true;
	}

	boolean isAttached() {
		return this.attached;
	}

	@Override
	public Progress requested(SnapLockRequest request) {
		return new Progress() {

			@Override
			public void acquired(@Nullable LockProcess abandoned) {
				if (abandoned != null) {
					LockEvents.this.publisher.publishEvent(new AbandonedOperationFoundEvent(request, abandoned));
				}
			}

		};
	}

	@Override
	public void removalSkipped(String snap, Set<String> usedBy) {
		this.publisher.publishEvent(new SnapRemovalSkippedEvent(snap, usedBy));
	}

}
