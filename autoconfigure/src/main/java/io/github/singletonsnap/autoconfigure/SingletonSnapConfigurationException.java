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

	/**
	 * A property has a value with which nothing can be done.
	 */
	static SingletonSnapConfigurationException ofProperty(Object name, @Nullable String problem, String action,
			@Nullable Throwable cause) {
		return new SingletonSnapConfigurationException("Property " + name + " is not usable: " + problem + ".", action,
				cause);
	}

	String getAction() {
		return this.action;
	}

}
