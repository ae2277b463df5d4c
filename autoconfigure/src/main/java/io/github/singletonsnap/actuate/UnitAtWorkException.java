package io.github.singletonsnap.actuate;

/**
 * A unit cannot be forgotten, because it is at work.
 */
public class UnitAtWorkException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	UnitAtWorkException(String message) {
		super(message);
	}

}
