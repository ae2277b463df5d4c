package io.github.singletonsnap.state;

import java.util.List;

/**
 * A group of machines that take turns in a rollout.
 *
 * @param group the group's name
 * @param permits its permits, by slot; as many machines may be at work at once
 */
public record RolloutState(String group, List<PermitState> permits) {

	/**
	 * Copies the list.
	 */
	public RolloutState {
		permits = List.copyOf(permits);
	}

	/**
	 * The permits that a machine has.
	 * @return those that are not free
	 */
	public List<PermitState> taken() {
		return this.permits.stream().filter((permit) -> permit.machine() != null).toList();
	}

}
