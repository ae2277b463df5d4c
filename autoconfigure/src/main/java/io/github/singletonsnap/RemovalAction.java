package io.github.singletonsnap;

/**
 * Removes a snap that no other unit uses.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface RemovalAction<X extends Throwable> {

	/**
	 * Removes the snap.
	 * @throws X if it could not
	 */
	void run() throws X;

}
