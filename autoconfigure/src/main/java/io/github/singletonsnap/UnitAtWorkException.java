package io.github.singletonsnap;

/**
 * A unit cannot be forgotten, because it is not gone: it is at work.
 */
public class UnitAtWorkException extends SingletonSnapException {

	private static final long serialVersionUID = 1L;

	UnitAtWorkException(String message) {
		super(message, null);
	}

}
