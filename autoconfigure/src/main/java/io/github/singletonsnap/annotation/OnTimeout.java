package io.github.singletonsnap.annotation;

/**
 * What becomes of a call whose locks are not free in time. Only of that: what the method
 * itself throws, and any other trouble with a lock, is always thrown.
 */
public enum OnTimeout {

	/**
	 * The method does not run, and a
	 * {@link io.github.singletonsnap.SnapLockTimeoutException} is thrown.
	 */
	THROW,

	/**
	 * The method does not run, and the call has an empty result: {@code null}, an empty
	 * {@link java.util.Optional}, a future that is completed with {@code null}, an empty
	 * {@code Mono} or {@code Flux}. On a method that returns a primitive value, which has
	 * none that is empty, it stops the start.
	 */
	SKIP

}
