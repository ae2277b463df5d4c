package io.github.singletonsnap.state;

import java.util.List;

/**
 * Who uses a snap, and who is at work on it.
 *
 * @param snap the snap's name
 * @param registrations the registrations of all units, of any program, by unit
 * @param lock its lock
 * @param changes what snapd is doing with it; told of one snap that is asked for, and
 * only if snapd is asked
 */
public record SnapState(String snap, List<Registration> registrations, LockState lock, List<SnapChange> changes) {

	/**
	 * Copies the lists.
	 */
	public SnapState {
		registrations = List.copyOf(registrations);
		changes = List.copyOf(changes);
	}

}
