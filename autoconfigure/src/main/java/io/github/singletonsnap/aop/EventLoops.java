package io.github.singletonsnap.aop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.NonBlocking;

import org.springframework.util.ClassUtils;

/**
 * Threads that must not wait, as one of them serves all requests of a core.
 */
final class EventLoops {

	private static final Logger logger = LoggerFactory.getLogger(EventLoops.class);

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.NonBlocking",
			EventLoops.class.getClassLoader());

	private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

	private EventLoops() {
	}

	/**
	 * Warns, once for each method, if it is about to wait on such a thread.
	 */
	static void warnOf(String method) {
		if (REACTOR && Thread.currentThread() instanceof NonBlocking && WARNED.add(method)) {
			logger.warn(
					"{} waits for its lock on thread {}, which must not wait, as it serves others meanwhile. Let it "
							+ "return a Mono or a Flux, or call it on Schedulers.boundedElastic()",
					method, Thread.currentThread().getName());
		}
	}

}
