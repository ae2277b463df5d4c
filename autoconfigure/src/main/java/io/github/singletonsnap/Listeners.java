package io.github.singletonsnap;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that are told of the locks of one unit, and the log. None of them can get between a
 * lock and its caller: whatever they throw is logged.
 */
final class Listeners {

	private static final Logger logger = LoggerFactory.getLogger(SnapLock.class);

	private final List<SnapLockListener> listeners;

	private final boolean areThere;

	Listeners(List<SnapLockListener> listeners, String unit) {
		this.listeners = List.copyOf(listeners);
		this.areThere = !listeners.isEmpty();
		tell(this.listeners, (listener) -> listener.attached(unit));
	}

	/**
	 * Whether anybody wants to know. Asked at each request: it must cost nothing.
	 */
	boolean areThere() {
		return this.areThere || logger.isDebugEnabled();
	}

	Progress requested(SnapLockRequest request) {
		List<Progress> told = new ArrayList<>(this.listeners.size() + 1);
		if (logger.isDebugEnabled()) {
			told.add(new Logged(request, System.nanoTime()));
		}
		tell(this.listeners, (listener) -> told.add(Objects.requireNonNull(listener.requested(request))));
		return new All(told);
	}

	void removalSkipped(String snap, Set<String> usedBy) {
		tell(this.listeners, (listener) -> listener.removalSkipped(snap, usedBy));
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

	/**
	 * Tells that a lock was released only of one that was told to be acquired: it may
	 * have been given back because snapd was not ready.
	 */
	private static final class All implements Progress {

		private final List<Progress> told;

		private volatile boolean acquired;

		All(List<Progress> told) {
			this.told = told;
		}

		@Override
		public void waitsForSnapd(String inTheWay) {
			tell(this.told, (progress) -> progress.waitsForSnapd(inTheWay));
		}

		@Override
		public void acquired(@Nullable LockProcess abandoned) {
			this.acquired = true;
			tell(this.told, (progress) -> progress.acquired(abandoned));
		}

		@Override
		public void failed(Throwable reason) {
			tell(this.told, (progress) -> progress.failed(reason));
		}

		@Override
		public void released() {
			if (this.acquired) {
				tell(this.told, Progress::released);
			}
		}

	}

	/**
	 * One request, as the log tells it.
	 */
	private static final class Logged implements Progress {

		private final SnapLockRequest request;

		private final long asked;

		private volatile long acquired;

		Logged(SnapLockRequest request, long asked) {
			this.request = request;
			this.asked = asked;
		}

		@Override
		public void acquired(@Nullable LockProcess abandoned) {
			this.acquired = System.nanoTime();
			logger.debug("Acquired {} for {}, waited {} ms", this.request.lockFile(), this.request.operation(),
					millis(this.acquired - this.asked));
		}

		@Override
		public void failed(Throwable reason) {
			logger.debug("Did not acquire {} for {}, waited {} ms: {}", this.request.lockFile(),
					this.request.operation(), millis(System.nanoTime() - this.asked), reason.getMessage());
		}

		@Override
		public void released() {
			logger.debug("Released {} from {}, held {} ms", this.request.lockFile(), this.request.operation(),
					millis(System.nanoTime() - this.acquired));
		}

		private static double millis(long nanos) {
			return TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0;
		}

	}

}
