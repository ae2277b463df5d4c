package io.github.singletonsnap.sample.snap;

/**
 * snapd refused a change because another change of the same snap was in progress.
 */
public class SnapChangeConflictException extends SnapException {

	SnapChangeConflictException(String message) {
		super(message);
	}

}
