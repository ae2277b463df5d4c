package io.github.singletonsnap.rollout;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted before it had the permit. Its interrupt flag is set again.
 */
public class RolloutPermitInterruptedException extends RolloutPermitException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates it.
	 * @param message what could not be done
	 * @param cause the interruption
	 */
	public RolloutPermitInterruptedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
