package io.github.singletonsnap.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The application cannot start with the properties as they are.
 */
final class SingletonSnapConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	SingletonSnapConfigurationException(String fact, String action, @Nullable Throwable cause) {
		super(fact, cause);
		this.action = action;
	}

	String getAction() {
		return this.action;
	}

}
