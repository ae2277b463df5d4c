package io.github.singletonsnap;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.github.singletonsnap.lock.HoldRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that watch the locks of one unit, and the log. None of them can get between a lock
 * and its caller: whatever they throw is logged.
 */
final class Observers {

	private static final Logger logger = LoggerFactory.getLogger(Observers.class);

	private final List<SnapLockObserver> observers;

	private final boolean areThere;

	Observers(List<SnapLockObserver> observers) {
		this.observers = List.copyOf(observers);
		this.areThere = !observers.isEmpty();
	}

	/**
	 * Whether anybody wants to know. Asked at each request: it must cost nothing.
	 */
	boolean areThere() {
		return this.areThere || LoggedRequest.isEnabled();
	}

	SnapLockObservation requested(SnapLockRequest request) {
		List<SnapLockObservation> observations = new ArrayList<>(this.observers.size() + 1);
		if (LoggedRequest.isEnabled()) {
			observations.add(new LoggedRequest(request));
		}
		tell(this.observers, (observer) -> observations.add(Objects.requireNonNull(observer.requested(request))));
		return new All(observations);
	}

	void removalSkipped(String snap, Set<String> usedBy) {
		tell(this.observers, (observer) -> observer.removalSkipped(snap, usedBy));
	}

	private static <T> void tell(List<T> listeners, Consumer<T> news) {
		for (T listener : listeners) {
			try {
				news.accept(listener);
			}
			catch (Throwable ex) {
				logger.warn("{} failed while it was told of a lock, which is not affected. Mend it, or take it away",
						listener.getClass().getName(), ex);
			}
		}
	}

	private record All(List<SnapLockObservation> observations) implements SnapLockObservation {

		@Override
		public void acquired(Optional<HoldRecord> abandoned) {
			tell(this.observations, (observation) -> observation.acquired(abandoned));
		}

		@Override
		public void failed(Throwable reason) {
			tell(this.observations, (observation) -> observation.failed(reason));
		}

		@Override
		public void released() {
			tell(this.observations, SnapLockObservation::released);
		}

	}

}
