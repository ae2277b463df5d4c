package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.aop.UnguardedMethodsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Prints which annotated methods would run without their locks, and what to do about
 * each.
 */
final class UnguardedMethodsFailureAnalyzer extends AbstractFailureAnalyzer<UnguardedMethodsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnguardedMethodsException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
