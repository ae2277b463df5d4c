package io.github.singletonsnap;

/**
 * What runs while locks are held.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface SnapAction<X extends Throwable> {

	/**
	 * Does it.
	 * @throws X if it could not
	 */
	void run() throws X;

}
