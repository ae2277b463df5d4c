package io.github.singletonsnap.aop;

import org.jspecify.annotations.Nullable;

/**
 * How long the locks of a method are held, by what it returns.
 */
interface Results {

	/**
	 * Runs one call, from its begin to its end.
	 */
	@Nullable Object run(GuardedCall call) throws Throwable;

}
