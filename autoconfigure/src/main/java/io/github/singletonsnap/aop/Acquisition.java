package io.github.singletonsnap.aop;

import io.github.singletonsnap.SnapLock;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a guarded method has to acquire: locks or a permit. It is known by
 * name, and nothing is touched yet.
 */
interface Acquisition {

	/**
	 * Whether this thread has it already, and so is the only one that can have it.
	 */
	boolean isNested();

	/**
	 * Acquires it. Returns {@code null} if the call is to be skipped.
	 */
	@Nullable SnapLock acquire();

}
