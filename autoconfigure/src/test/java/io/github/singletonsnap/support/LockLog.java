package io.github.singletonsnap.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What happened, and whether flock(1) found the lock of a snap free at that moment.
 */
public final class LockLog {

	private final Path lock;

	private final List<String> events = new CopyOnWriteArrayList<>();

	public LockLog(Path directory) {
		this.lock = directory.resolve("LCK..otelcol");
	}

	public void add(String event) {
		this.events.add(event + ": " + (isFree() ? "free" : "held"));
	}

	public List<String> events() {
		return this.events;
	}

	/**
	 * Waits until that many things have happened.
	 */
	public List<String> await(int count) {
		while (this.events.size() < count) {
			Thread.onSpinWait();
		}
		return List.copyOf(this.events);
	}

	public boolean isFree() {
		try {
			return Peer.isFreeForFlock(this.lock);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public Path lock() {
		return this.lock;
	}

}
