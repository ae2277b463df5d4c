package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.aop.UnguardedMethodsException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Prints why a start was refused, by a property or by methods that would run without
 * their locks, and what to do, in place of a stack trace.
 */
final class RefusedStartFailureAnalyzer implements FailureAnalyzer {

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SingletonSnapConfigurationException refused) {
				return new FailureAnalysis(refused.getMessage(), refused.getAction(), refused);
			}
			if (cause instanceof UnguardedMethodsException refused) {
				return new FailureAnalysis(refused.getMessage(), refused.getAction(), refused);
			}
		}
		return null;
	}

}
