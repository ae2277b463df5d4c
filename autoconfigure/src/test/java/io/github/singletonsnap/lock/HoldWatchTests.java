package io.github.singletonsnap.lock;

import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When locks are looked at.
 */
class HoldWatchTests {

	@Test
	void shorterWarningIsHeededAlthoughTheWatchSleepsForALongerOne() throws InterruptedException {
		CountDownLatch looks = new CountDownLatch(3);
		HoldWatch watch = new HoldWatch(new AbstractCollection<>() {

			@Override
			public Iterator<FileLock> iterator() {
				looks.countDown();
				return Collections.emptyIterator();
			}

			@Override
			public int size() {
				return 0;
			}

		});
		watch.watchFor(Duration.ofHours(10).toNanos());
		watch.watchFor(Duration.ofMillis(100).toNanos());
		assertThat(looks.await(1, TimeUnit.MINUTES)).isTrue();
	}

}
