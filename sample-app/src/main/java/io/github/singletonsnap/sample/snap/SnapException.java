package io.github.singletonsnap.sample.snap;

/**
 * What snapd refused or failed to do, in its own words.
 */
public class SnapException extends RuntimeException {

	SnapException(String message) {
		super(message);
	}

}
