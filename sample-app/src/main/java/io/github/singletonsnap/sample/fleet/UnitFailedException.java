package io.github.singletonsnap.sample.fleet;

import java.util.List;

/**
 * The process of a unit did not do what it should have done.
 */
class UnitFailedException extends Exception {

	UnitFailedException(String unit, String problem, List<String> log) {
		super(unit + " " + problem + (log.isEmpty() ? "" : ". Its log:\n" + String.join("\n", log)));
	}

}
