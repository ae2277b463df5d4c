package io.github.singletonsnap.sample.page;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.singletonsnap.sample.page.PageEvents.PageEvent;

import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends the events to each page that is open, as server-sent events. A browser connects
 * again by itself, and says which event was its last.
 */
@RestController
@Profile(PageEvents.PROFILE)
class PageStream {

	private static final int MOST_PAGES = 20;

	private static final Duration HEARTBEAT = Duration.ofSeconds(1);

	private static final long NO_TIMEOUT = 0;

	// Numbers of events begin anew with each run
	private final String run = UUID.randomUUID().toString();

	private final PageEvents events;

	private final PageGreeting greeting;

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("page-");

	private final AtomicInteger watchers = new AtomicInteger();

	private volatile boolean closed;

	PageStream(PageEvents events, PageGreeting greeting) {
		this.events = events;
		this.greeting = greeting;
		this.executor.setDaemon(true);
		this.executor.setConcurrencyLimit(MOST_PAGES);
		this.executor.setRejectTasksWhenLimitReached(true);
	}

	boolean isWatched() {
		return this.watchers.get() > 0;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events(@RequestHeader(name = "Last-Event-ID", defaultValue = "") String last) {
		SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
		this.executor.execute(() -> send(emitter, last));
		return emitter;
	}

	// An open stream would keep the web server from ending
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closed = true;
	}

	private void send(SseEmitter emitter, String last) {
		this.watchers.incrementAndGet();
		try {
			emitter.send(SseEmitter.event()
				.name("hello")
				.reconnectTime(500)
				.data(new Hello(this.run, this.greeting.greet()), MediaType.APPLICATION_JSON));
			sendEvents(emitter, idOf(last));
			emitter.complete();
		}
		catch (IOException | IllegalStateException ex) {
			// The page is closed
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.watchers.decrementAndGet();
		}
	}

	// Of another run, or nothing that we have sent: all that there is
	private long idOf(String last) {
		return last.matches(this.run + "-\\d{1,18}") ? Long.parseLong(last.substring(this.run.length() + 1)) : 0;
	}

	private void sendEvents(SseEmitter emitter, long last) throws IOException, InterruptedException {
		long id = last;
		while (!this.closed) {
			List<PageEvent> events = this.events.await(id, HEARTBEAT);
			for (PageEvent event : events) {
				id = event.id();
				emitter.send(SseEmitter.event()
					.id(this.run + "-" + id)
					.name(event.name())
					.data(event.data(), MediaType.APPLICATION_JSON));
			}
			if (events.isEmpty()) {
				// Or nobody would notice that the page was closed
				emitter.send(SseEmitter.event().comment(""));
			}
		}
	}

	/**
	 * The first event of each connection.
	 *
	 * @param run which run of this program it is
	 * @param view what there is to see
	 */
	record Hello(String run, Object view) {

	}

}
