package io.github.singletonsnap.sample.unit;

/**
 * How an operation ended.
 */
public enum Outcome {

	/**
	 * As wished.
	 */
	DONE,

	/**
	 * Refused by snapd, because of another change in progress.
	 */
	CONFLICT,

	/**
	 * In any other error.
	 */
	FAILED

}
