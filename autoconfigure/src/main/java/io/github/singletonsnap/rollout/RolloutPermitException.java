package io.github.singletonsnap.rollout;

import org.jspecify.annotations.Nullable;

/**
 * A permit of a rollout could not be had. Whatever it was asked for did not run.
 */
public class RolloutPermitException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates it.
	 * @param message what could not be done, and why
	 * @param cause what it comes from, if that is known
	 */
	public RolloutPermitException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
