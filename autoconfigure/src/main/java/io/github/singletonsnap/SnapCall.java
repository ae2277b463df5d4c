package io.github.singletonsnap;

import org.jspecify.annotations.Nullable;

/**
 * What runs while locks are held, and gives a value.
 *
 * @param <T> the value's type
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface SnapCall<T extends @Nullable Object, X extends Throwable> {

	/**
	 * Does it.
	 * @return the value
	 * @throws X if it could not
	 */
	T call() throws X;

}
