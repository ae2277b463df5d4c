package io.github.singletonsnap.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.SnapLockListener.Outcome;
import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.actuate.SingletonSnapDescriptor.RequestDescriptor;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last {@value #KEPT} requests for locks of this process.
 */
public final class RecentRequests implements SnapLockListener {

	private static final int KEPT = 100;

	private static final int LONGEST_TEXT = 200;

	// Guarded by itself
	private final Deque<Remembered> requests = new ArrayDeque<>(KEPT);

	@Override
	public Progress requested(SnapLockRequest request) {
		Remembered remembered = new Remembered(request);
		synchronized (this.requests) {
			if (this.requests.size() == KEPT) {
				this.requests.removeFirst();
			}
			this.requests.addLast(remembered);
		}
		return remembered;
	}

	/**
	 * What is remembered, the latest first.
	 */
	List<RequestDescriptor> list() {
		List<Remembered> latest;
		synchronized (this.requests) {
			latest = new ArrayList<>(this.requests);
		}
		Collections.reverse(latest);
		return latest.stream().map(Remembered::describe).toList();
	}

	private static final class Remembered implements Progress {

		private final String kind;

		private final String name;

		private final String text;

		private final Instant started = Instant.now();

		private final long asked = System.nanoTime();

		// All below guarded by this

		private Outcome outcome = Outcome.WAITING;

		private long waitEnded;

		private long holdEnded;

		private @Nullable String waitedFor;

		Remembered(SnapLockRequest request) {
			this.kind = request.kind().toString();
			this.name = shorten(request.name());
			this.text = shorten(request.operation());
		}

		// Of a fixed number, each of limited size
		private static String shorten(String text) {
			return (text.length() > LONGEST_TEXT) ? text.substring(0, LONGEST_TEXT) + "…" : text;
		}

		@Override
		public synchronized void waitsForSnapd(String inTheWay) {
			this.waitedFor = shorten(inTheWay);
		}

		@Override
		public synchronized void acquired(@Nullable LockProcess abandoned) {
			this.waitEnded = System.nanoTime();
			this.outcome = Outcome.ACQUIRED;
		}

		@Override
		public synchronized void failed(Throwable reason) {
			this.waitEnded = System.nanoTime();
			this.outcome = Outcome.of(reason);
		}

		@Override
		public synchronized void released() {
			this.holdEnded = System.nanoTime();
			this.outcome = Outcome.RELEASED;
		}

		synchronized RequestDescriptor describe() {
			long now = System.nanoTime();
			long waited = ((this.outcome == Outcome.WAITING) ? now : this.waitEnded) - this.asked;
			String held = switch (this.outcome) {
				case ACQUIRED -> Duration.ofNanos(now - this.waitEnded).toString();
				case RELEASED -> Duration.ofNanos(this.holdEnded - this.waitEnded).toString();
				default -> null;
			};
			return new RequestDescriptor(this.kind, this.name, this.text, this.started.toString(),
					Duration.ofNanos(waited).toString(), held, this.outcome.toString(), this.waitedFor);
		}

	}

}
