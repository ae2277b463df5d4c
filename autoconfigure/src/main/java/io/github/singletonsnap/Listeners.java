package io.github.singletonsnap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

	static final Progress NOBODY = new Progress() {
	};

	private static final Logger logger = LoggerFactory.getLogger(SnapLock.class);

	// Written while this is locked
	private volatile Known known;

	Listeners(List<SnapLockListener> listeners) {
		List<SnapLockListener> first = List.copyOf(listeners);
		this.known = new Known(first.isEmpty() ? List.of() : List.of(() -> first), null);
	}

	/**
	 * Adds more, who are asked for when the next lock is.
	 * @return what takes them away again
	 */
	synchronized Runnable add(Supplier<? extends Collection<? extends SnapLockListener>> more) {
		this.known = this.known.with(more);
		return () -> remove(more);
	}

	private synchronized void remove(Supplier<? extends Collection<? extends SnapLockListener>> source) {
		this.known = this.known.without(source);
	}

	/**
	 * Whoever wants to know is told. Asked at each request: where there is nobody, it
	 * must cost nothing.
	 */
	Progress requested(SnapLockRequest request) {
		if (this.known.sources().isEmpty() && !logger.isDebugEnabled()) {
			return NOBODY;
		}
		List<SnapLockListener> listeners = all();
		List<Progress> told = new ArrayList<>(listeners.size() + 1);
		if (logger.isDebugEnabled()) {
			told.add(new Logged(request, System.nanoTime()));
		}
		tell(listeners, (listener) -> told.add(Objects.requireNonNull(listener.requested(request))));
		return new All(told);
	}

	void removalSkipped(String snap, Set<String> usedBy) {
		tell(all(), (listener) -> listener.removalSkipped(snap, usedBy));
	}

	// Found while nothing is locked: whoever gives them may take locks of its own, and
	// wait for a thread that is here
	private List<SnapLockListener> all() {
		Known now = this.known;
		if (now.listeners() != null) {
			return now.listeners();
		}
		try {
			List<SnapLockListener> found = now.find();
			remember(now, found);
			return found;
		}
		catch (RuntimeException ex) {
			logger.warn("Cannot have those that are to be told of a lock, which is not affected. They are asked for "
					+ "again with the next one", ex);
			return List.of();
		}
	}

	private synchronized void remember(Known asked, List<SnapLockListener> found) {
		if (this.known.equals(asked)) {
			this.known = new Known(asked.sources(), found);
		}
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
	 * Who is to be told.
	 *
	 * @param sources who says so
	 * @param listeners who they are; {@code null} until that is asked for
	 */
	private record Known(List<Supplier<? extends Collection<? extends SnapLockListener>>> sources,
			@Nullable List<SnapLockListener> listeners) {

		Known with(Supplier<? extends Collection<? extends SnapLockListener>> source) {
			return new Known(Stream.concat(this.sources.stream(), Stream.of(source)).toList(), null);
		}

		Known without(Supplier<? extends Collection<? extends SnapLockListener>> source) {
			return new Known(this.sources.stream().filter((it) -> it != source).toList(), null);
		}

		// One that two of them name is told once
		List<SnapLockListener> find() {
			Set<SnapLockListener> found = new LinkedHashSet<>();
			this.sources.forEach((source) -> found.addAll(source.get()));
			return List.copyOf(found);
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
