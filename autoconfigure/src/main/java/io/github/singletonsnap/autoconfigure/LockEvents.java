package io.github.singletonsnap.autoconfigure;

import java.util.Set;

import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.event.AbandonedOperationFoundEvent;
import io.github.singletonsnap.event.SnapRemovalSkippedEvent;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Publishes as application events what an application may want to act on.
 */
final class LockEvents implements SnapLockListener {

	private final ApplicationContext context;

	LockEvents(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public Progress requested(SnapLockRequest request) {
		return new Progress() {

			@Override
			public void acquired(@Nullable LockProcess abandoned) {
				if (abandoned != null) {
					publish(new AbandonedOperationFoundEvent(request, abandoned));
				}
			}

		};
	}

	@Override
	public void removalSkipped(String snap, Set<String> usedBy) {
		publish(new SnapRemovalSkippedEvent(snap, usedBy));
	}

	// What a context publishes it passes on to its parent. If the manager is the
	// parent's, that tells its own listeners itself
	private void publish(Object event) {
		if (ContextListeners.isInherited(this.context)) {
			this.context
				.getBean(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
						ApplicationEventMulticaster.class)
				.multicastEvent(new PayloadApplicationEvent<>(this.context, event));
		}
		else {
			this.context.publishEvent(event);
		}
	}

}
