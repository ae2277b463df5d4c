package io.github.singletonsnap.sample.page;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The last events that the page shows. Who publishes one never waits for who reads it:
 * each page reads at its own pace, and goes on where it was after its connection broke.
 */
@Component
@Profile(PageEvents.PROFILE)
public class PageEvents {

	/**
	 * The profile of commands that have a page.
	 */
	public static final String PROFILE = "page";

	private static final int KEPT = 4000;

	// All guarded by this

	private final Deque<PageEvent> events = new ArrayDeque<>();

	private long lastId;

	/**
	 * Publishes an event.
	 * @param name what kind of event it is
	 * @param data what the page gets, as JSON
	 */
	public synchronized void publish(String name, Object data) {
		if (this.events.size() == KEPT) {
			this.events.removeFirst();
		}
		this.lastId++;
		this.events.addLast(new PageEvent(this.lastId, name, data));
		notifyAll();
	}

	/**
	 * Waits for events.
	 * @param id the last one that the page has, zero for all
	 * @param timeout how long to wait
	 * @return what came after that, without what is kept no longer; none after a timeout
	 * @throws InterruptedException if this thread was interrupted
	 */
	synchronized List<PageEvent> await(long id, Duration timeout) throws InterruptedException {
		long end = System.nanoTime() + timeout.toNanos();
		long left = timeout.toMillis();
		while (this.lastId <= id && left > 0) {
			wait(left);
			left = (end - System.nanoTime()) / 1_000_000;
		}
		return this.events.stream().filter((event) -> event.id() > id).toList();
	}

	/**
	 * An event.
	 *
	 * @param id grows with each
	 * @param name what kind of event it is
	 * @param data what the page gets
	 */
	record PageEvent(long id, String name, Object data) {

	}

}
