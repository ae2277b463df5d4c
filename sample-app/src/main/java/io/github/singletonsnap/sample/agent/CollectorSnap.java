package io.github.singletonsnap.sample.agent;

import java.util.Optional;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.sample.snap.SnapClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The collector's snap. One unit at a time changes it, or decides on what it found: an
 * answer such as "nobody else uses it" holds only as long as the lock is held.
 */
@Component
public class CollectorSnap {

	private final SnapClient snaps;

	// Empty with singleton-snap.enabled=false
	private final ObjectProvider<SingletonSnapManager> manager;

	private final String name;

	CollectorSnap(SnapClient snaps, ObjectProvider<SingletonSnapManager> manager, CollectorProperties properties) {
		this.snaps = snaps;
		this.manager = manager;
		this.name = properties.snap();
	}

	/**
	 * Registers this unit, and installs the snap if it is absent.
	 * @return whether it was absent
	 */
	@SnapOperation("${sample.snap}")
	public boolean install() {
		this.manager.ifAvailable((manager) -> manager.register(this.name));
		if (this.snaps.isInstalled(this.name)) {
			return false;
		}
		this.snaps.install(this.name);
		return true;
	}

	/**
	 * Withdraws this unit, and removes the snap if no other unit uses it.
	 * @return the name of the snap, if it was removed
	 */
	@SnapRemoval("${sample.snap}")
	public Optional<String> leave() {
		this.snaps.remove(this.name);
		return Optional.of(this.name);
	}

}
