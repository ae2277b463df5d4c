package io.github.singletonsnap.rollout;

/**
 * A permit was asked for, and the answer is lost: nobody knows whether this machine has
 * it.
 */
final class LostAnswerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Permit permit;

	LostAnswerException(Permit permit, RuntimeException cause) {
		super(cause.getMessage(), cause);
		this.permit = permit;
	}

	/**
	 * The permit as it is if the question was heard.
	 */
	Permit getPermit() {
		return this.permit;
	}

}
