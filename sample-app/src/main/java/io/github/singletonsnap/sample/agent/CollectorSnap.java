package io.github.singletonsnap.sample.agent;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.sample.snap.SnapChangeConflictException;
import io.github.singletonsnap.sample.snap.SnapClient;

import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Component;

/**
 * The collector's snap. One unit at a time changes it, or decides on what it found: an
 * answer such as "nobody else uses it" holds only as long as the lock is held.
 * <p>
 * The lock also waits for changes that snapd has in progress. Somebody without the lock,
 * an operator, can begin one after that; then snapd refuses ours, and all is done again,
 * from the wait for the lock on.
 */
@Component
@Retryable(includes = SnapChangeConflictException.class, maxRetriesString = "${sample.retries}", delay = 500)
public class CollectorSnap {

	private final SnapClient snaps;

	private final SingletonSnapManager manager;

	private final String name;

	private final OptionalInt revision;

	CollectorSnap(SnapClient snaps, SingletonSnapManager manager, CollectorProperties properties) {
		this.snaps = snaps;
		this.manager = manager;
		this.name = properties.snap();
		this.revision = (properties.revision() != null) ? OptionalInt.of(properties.revision()) : OptionalInt.empty();
	}

	/**
	 * Installs the snap if it is absent or older than a unit needs, and registers this
	 * unit.
	 * @return whether it was installed
	 */
	@SnapOperation("${sample.snap}")
	public boolean install() {
		boolean installed = installIfMissing(newest());
		// Only now: where the install fails, nobody is to keep a snap for this unit. No
		// other unit removes it meanwhile, since we hold the lock
		register();
		return installed;
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

	/**
	 * Brings the snap to the newest revision that the units which are left need. For a
	 * unit that has withdrawn: it may have been the only one that needed a newer one.
	 * @return whether another revision was installed
	 */
	@SnapOperation("${sample.snap}")
	public boolean installForOthers() {
		OptionalInt newest = others().max();
		return newest.isPresent() && installIfMissing(newest);
	}

	/**
	 * Refreshes the snap.
	 */
	@SnapOperation("${sample.snap}")
	public void refresh() {
		this.snaps.install(this.name, newest());
	}

	/**
	 * Sets an option of the snap.
	 * @param option the option's name
	 * @param value its value
	 */
	@SnapOperation("${sample.snap}")
	public void set(String option, String value) {
		this.snaps.set(this.name, option, value);
	}

	private boolean installIfMissing(OptionalInt wanted) {
		if (this.snaps.isInstalled(this.name, wanted)) {
			return false;
		}
		this.snaps.install(this.name, wanted);
		return true;
	}

	private void register() {
		if (this.revision.isPresent()) {
			this.manager.register(this.name, this.revision.getAsInt());
		}
		else {
			this.manager.register(this.name);
		}
	}

	// What this unit has registered for is not asked: it may be older than its settings
	private OptionalInt newest() {
		return IntStream.concat(this.revision.stream(), others()).max();
	}

	private IntStream others() {
		return this.manager.getRegistrations(this.name)
			.stream()
			.filter((registration) -> !registration.unit().equals(this.manager.getUnitName()))
			.flatMapToInt((registration) -> registration.revision().stream());
	}

}
