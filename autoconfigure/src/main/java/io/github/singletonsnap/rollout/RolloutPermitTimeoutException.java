package io.github.singletonsnap.rollout;

import java.util.List;

import io.github.singletonsnap.state.PermitState;
import org.jspecify.annotations.Nullable;

/**
 * It was not this machine's, or this unit's, turn in time.
 */
public class RolloutPermitTimeoutException extends RolloutPermitException {

	private static final long serialVersionUID = 1L;

	private final transient List<PermitState> holders;

	/**
	 * Creates it.
	 * @param message what could not be had, and who has it
	 * @param holders the permits that machines have
	 * @param cause what it comes from, if that is known
	 */
	public RolloutPermitTimeoutException(String message, List<PermitState> holders, @Nullable Throwable cause) {
		super(message, cause);
		this.holders = List.copyOf(holders);
	}

	/**
	 * Which machines had the permits when the call gave up.
	 * @return the permits that were taken; empty if another unit of this machine was in
	 * the way
	 */
	public List<PermitState> getHolders() {
		return this.holders;
	}

}
