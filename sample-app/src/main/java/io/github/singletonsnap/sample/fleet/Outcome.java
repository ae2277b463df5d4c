package io.github.singletonsnap.sample.fleet;

/**
 * How an operation ended.
 */
enum Outcome {

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
