package io.github.singletonsnap.sample.page;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.sample.page.PageEvents.PageEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageEvents}.
 */
class PageEventsTests {

	private final PageEvents events = new PageEvents();

	@Test
	void newPageGetsAll() throws Exception {
		this.events.publish("step", "one");
		this.events.publish("report", "two");
		assertThat(this.events.await(0, Duration.ZERO)).containsExactly(new PageEvent(1, "step", "one"),
				new PageEvent(2, "report", "two"));
	}

	@Test
	void pageThatComesBackGetsWhatItMissed() throws Exception {
		this.events.publish("step", "one");
		this.events.publish("step", "two");
		assertThat(this.events.await(1, Duration.ZERO)).extracting(PageEvent::data).containsExactly("two");
	}

	@Test
	void nothingComesInTime() throws Exception {
		assertThat(this.events.await(0, Duration.ofMillis(1))).isEmpty();
	}

	@Test
	void waitEndsWithNextEvent() throws Exception {
		CompletableFuture<List<PageEvent>> waiting = new CompletableFuture<>();
		Thread page = new Thread(() -> {
			try {
				waiting.complete(this.events.await(0, Duration.ofMinutes(1)));
			}
			catch (InterruptedException ex) {
				waiting.completeExceptionally(ex);
			}
		});
		page.start();
		while (page.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		this.events.publish("step", "one");
		assertThat(waiting.get(30, TimeUnit.SECONDS)).hasSize(1);
	}

	@Test
	void oldestAreForgotten() throws Exception {
		for (int i = 1; i <= 5000; i++) {
			this.events.publish("step", i);
		}
		assertThat(this.events.await(0, Duration.ZERO)).hasSize(4000)
			.last()
			.isEqualTo(new PageEvent(5000, "step", 5000));
	}

}
