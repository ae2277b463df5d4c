package io.github.singletonsnap.snapd;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.singletonsnap.SnapCall;
import io.github.singletonsnap.SnapChanges;
import io.github.singletonsnap.state.SnapChange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for snapd by asking again: it tells nobody when a change has ended.
 */
public final class SnapdChanges implements SnapChanges {

	private static final Logger logger = LoggerFactory.getLogger(SnapdChanges.class);

	// Of a snapd that is stopped there is none
	private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

	private static final Duration SHORTEST_ANSWER = Duration.ofSeconds(1);

	private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final String SEEDED = "whether snapd is seeded";

	private static final String CHANGES = "changes of snaps in progress";

	private final Path socket;

	private final SnapdClient client;

	// What this user may not ask, each told once
	private final Set<String> unasked = ConcurrentHashMap.newKeySet();

	// Once true it stays so: a machine is seeded once
	private volatile boolean seeded;

	/**
	 * Asks nothing yet.
	 * @param socket snapd's socket
	 */
	public SnapdChanges(Path socket) {
		this.socket = socket;
		this.client = new SnapdClient(socket);
	}

	@Override
	public @Nullable String await(String snap, Duration timeout, Consumer<String> whenBusy)
			throws InterruptedException {
		long end = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(timeout), Long.MAX_VALUE / 2);
		long pause = FIRST_PAUSE_NANOS;
		String inTheWay = inTheWay(snap, end);
		if (inTheWay != null && !timeout.isZero()) {
			whenBusy.accept(inTheWay);
			logger.debug("Waiting for snapd to be ready for snap {}: {}", snap, inTheWay);
		}
		while (inTheWay != null && System.nanoTime() < end) {
			TimeUnit.NANOSECONDS.sleep(Math.min(pause, Math.max(1, end - System.nanoTime())));
			pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
			inTheWay = inTheWay(snap, end);
		}
		return inTheWay;
	}

	private @Nullable String inTheWay(String snap, long end) throws InterruptedException {
		Duration wait = answerTime(end);
		try {
			if (!isSeeded(wait)) {
				return "snapd is not seeded yet (snap wait system seed.loaded tells when it is)";
			}
			List<SnapChange> changes = changes(snap, wait);
			return changes.isEmpty() ? null : changes.get(0) + " is in progress";
		}
		catch (IOException ex) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			// Its own refresh restarts it
			return "snapd does not answer on " + this.socket + " (" + ex.getMessage() + ")";
		}
	}

	private static Duration answerTime(long end) {
		Duration left = Duration.ofNanos(end - System.nanoTime());
		if (left.compareTo(LONGEST_ANSWER) > 0) {
			return LONGEST_ANSWER;
		}
		return (left.compareTo(SHORTEST_ANSWER) < 0) ? SHORTEST_ANSWER : left;
	}

	private boolean isSeeded(Duration wait) throws IOException {
		if (!this.seeded) {
			this.seeded = ask(SEEDED, () -> this.client.isSeeded(wait), true);
		}
		return this.seeded;
	}

	private List<SnapChange> changes(String snap, Duration wait) throws IOException {
		return ask(CHANGES, () -> this.client.changesInProgress(snap, wait), List.of());
	}

	private <T> T ask(String what, SnapCall<T, IOException> question, T unknown) throws IOException {
		try {
			return question.call();
		}
		catch (SnapdClient.NotAllowedException ex) {
			String refused = ex.isOfSocket() ? SEEDED + ", " + CHANGES : what;
			if (this.unasked.add(refused)) {
				logger.warn(
						"This user may not ask {} ({}): operations do not wait for that, and may fail with \"change "
								+ "in progress\". Run as root, or set singleton-snap.snapd.await-changes=never",
						this.socket, refused);
			}
			return unknown;
		}
	}

	@Override
	public List<SnapChange> inProgress(String snap) {
		try {
			return changes(snap, LONGEST_ANSWER);
		}
		catch (IOException ex) {
			logger.debug("Cannot ask {} for changes of snap {}", this.socket, snap, ex);
			return List.of();
		}
	}

}
