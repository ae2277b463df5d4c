package io.github.singletonsnap.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import io.github.singletonsnap.SnapLockObservation;
import io.github.singletonsnap.SnapLockObserver;
import io.github.singletonsnap.SnapLockOutcome;
import io.github.singletonsnap.SnapLockRequest;
import io.github.singletonsnap.actuate.SingletonSnapDescriptor.OperationDescriptor;
import io.github.singletonsnap.lock.HoldRecord;

/**
 * Remembers the last {@value #KEPT} requests for locks of this process.
 */
public final class RecentOperations implements SnapLockObserver {

	private static final int KEPT = 100;

	private static final int LONGEST_TEXT = 200;

	// Guarded by itself
	private final Deque<Operation> operations = new ArrayDeque<>(KEPT);

	@Override
	public SnapLockObservation requested(SnapLockRequest request) {
		Operation operation = new Operation(request);
		synchronized (this.operations) {
			if (this.operations.size() == KEPT) {
				this.operations.removeFirst();
			}
			this.operations.addLast(operation);
		}
		return operation;
	}

	/**
	 * What is remembered, the latest first.
	 */
	List<OperationDescriptor> list() {
		List<Operation> latest;
		synchronized (this.operations) {
			latest = new ArrayList<>(this.operations);
		}
		Collections.reverse(latest);
		return latest.stream().map(Operation::describe).toList();
	}

	private static final class Operation implements SnapLockObservation {

		private final String kind;

		private final String name;

		private final String text;

		private final Instant started = Instant.now();

		private final long asked = System.nanoTime();

		// All below guarded by this

		private SnapLockOutcome outcome = SnapLockOutcome.WAITING;

		private long waitEnded;

		private long holdEnded;

		Operation(SnapLockRequest request) {
			this.kind = request.kind().toString();
			this.name = shorten(request.name());
			this.text = shorten(request.operation());
		}

		// Of a fixed number, each of limited size
		private static String shorten(String text) {
			return (text.length() > LONGEST_TEXT) ? text.substring(0, LONGEST_TEXT) + "…" : text;
		}

		@Override
		public synchronized void acquired(Optional<HoldRecord> abandoned) {
			this.waitEnded = System.nanoTime();
			this.outcome = SnapLockOutcome.ACQUIRED;
		}

		@Override
		public synchronized void failed(Throwable reason) {
			this.waitEnded = System.nanoTime();
			this.outcome = SnapLockOutcome.of(reason);
		}

		@Override
		public synchronized void released() {
			this.holdEnded = System.nanoTime();
			this.outcome = SnapLockOutcome.RELEASED;
		}

		synchronized OperationDescriptor describe() {
			long now = System.nanoTime();
			long waited = ((this.outcome == SnapLockOutcome.WAITING) ? now : this.waitEnded) - this.asked;
			String held = switch (this.outcome) {
				case ACQUIRED -> Duration.ofNanos(now - this.waitEnded).toString();
				case RELEASED -> Duration.ofNanos(this.holdEnded - this.waitEnded).toString();
				default -> null;
			};
			return new OperationDescriptor(this.kind, this.name, this.text, this.started.toString(),
					Duration.ofNanos(waited).toString(), held, this.outcome.toString());
		}

	}

}
