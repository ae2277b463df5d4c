package io.github.singletonsnap.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Prints what is wrong with a property, and what to do, in place of a stack trace.
 */
final class SingletonSnapConfigurationFailureAnalyzer
		extends AbstractFailureAnalyzer<SingletonSnapConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SingletonSnapConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
