package io.github.singletonsnap.aop.other;

import io.github.singletonsnap.annotation.SnapOperation;

/**
 * Has a method that no class of another package can override.
 */
public class Elsewhere {

	@SnapOperation("otelcol")
	void work() {
	}

}
