package io.github.singletonsnap.aop;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Annotated methods would run without their locks, or could never run: the application
 * must not start.
 */
public final class UnguardedMethodsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	UnguardedMethodsException(Map<String, Obstacle> methods) {
		super(describe(methods));
		this.action = methods.entrySet()
			.stream()
			.map((method) -> "    " + method.getKey() + ":\n        " + method.getValue().remedy() + ".")
			.collect(Collectors.joining("\n"));
	}

	static void throwIfAny(Map<String, Obstacle> methods) {
		if (!methods.isEmpty()) {
			throw new UnguardedMethodsException(methods);
		}
	}

	private static String describe(Map<String, Obstacle> methods) {
		return methods.entrySet()
			.stream()
			.map((method) -> "    " + method.getKey() + ":\n        " + method.getValue().reason() + ".")
			.collect(Collectors.joining("\n", "These annotated methods cannot run under their locks:\n\n", ""));
	}

	/**
	 * What to do, for each method that the message names.
	 * @return the text
	 */
	public String getAction() {
		return this.action;
	}

}
