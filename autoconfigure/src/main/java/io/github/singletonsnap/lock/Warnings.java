package io.github.singletonsnap.lock;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;

/**
 * What is wrong with the machine and will stay so: said once, not with each lock. Never
 * throws: whatever a logger does, the lock goes on.
 */
final class Warnings {

	// Paths may come from requests
	private static final int MOST = 1000;

	private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

	private Warnings() {
	}

	static void once(Logger logger, String what, Object path, Object... more) {
		if (SAID.size() < MOST && SAID.add(what + path)) {
			Object[] arguments = new Object[more.length + 1];
			arguments[0] = path;
			System.arraycopy(more, 0, arguments, 1, more.length);
			say(() -> logger.warn(what, arguments));
		}
	}

	static void say(Runnable warning) {
		try {
			warning.run();
		}
		catch (RuntimeException ex) {
			// An appender's trouble is none of the lock
		}
	}

}
