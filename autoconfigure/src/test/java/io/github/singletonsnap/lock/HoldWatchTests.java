package io.github.singletonsnap.lock;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When locks are looked at, and until when.
 */
@Timeout(120)
class HoldWatchTests {

	private final Looked locks = new Looked();

	private final HoldWatch watch = new HoldWatch(this.locks);

	@Test
	void shorterWarningIsHeededAlthoughTheWatchSleepsForALongerOne() {
		this.locks.empty = false;
		this.watch.watchFor(Duration.ofHours(10).toNanos());
		this.watch.watchFor(Duration.ofMillis(100).toNanos());
		long before = this.locks.looks.getCount();
		while (this.locks.looks.getCount() > before - 3) {
			Thread.onSpinWait();
		}
		this.locks.empty = true;
	}

	@Test
	void endsWhenThereAreNoLocksAndBeginsAgainWithTheNext() throws InterruptedException {
		for (int i = 0; i < 2; i++) {
			this.locks.empty = false;
			this.watch.watchFor(Duration.ofMillis(100).toNanos());
			Thread thread = thread();
			this.locks.empty = true;
			thread.join();
		}
	}

	@Test
	void oneInterruptDoesNotMakeItSpin() throws InterruptedException {
		this.locks.empty = false;
		this.watch.watchFor(Duration.ofMillis(400).toNanos());
		Thread thread = thread();
		thread.interrupt();
		while (thread.isInterrupted()) {
			Thread.onSpinWait();
		}
		long before = this.locks.looks.getCount();
		TimeUnit.MILLISECONDS.sleep(250);
		assertThat(before - this.locks.looks.getCount()).isLessThan(5);
		this.locks.empty = true;
	}

	private static Thread thread() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("singleton-snap-watch"))
			.reduce((one, other) -> (one.getId() > other.getId()) ? one : other)
			.orElseThrow();
	}

	@SuppressWarnings("serial")
	private static final class Looked extends ConcurrentHashMap<Path, FileLock> {

		private final transient CountDownLatch looks = new CountDownLatch(100_000);

		private volatile boolean empty;

		@Override
		public void forEach(BiConsumer<? super Path, ? super FileLock> action) {
			this.looks.countDown();
		}

		@Override
		public boolean isEmpty() {
			return this.empty;
		}

	}

}
