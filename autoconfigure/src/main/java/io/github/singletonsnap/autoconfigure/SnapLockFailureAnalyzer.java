package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.SnapLockTimeoutException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Prints who or what was in the way if an application needs a lock to start and cannot
 * have it.
 */
final class SnapLockFailureAnalyzer extends AbstractFailureAnalyzer<SnapLockException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SnapLockException cause) {
		String action = (cause instanceof SnapLockTimeoutException)
				? "Let the holder finish, or end it, and start again. If it is right that it takes so long, raise "
						+ "singleton-snap.snap-timeout, or for a config file singleton-snap.config-timeout."
				: "Put right what is said above, and start again. If it is the lock directory that cannot be used, set "
						+ "singleton-snap.lock-dir to another one, the same for all units of the machine.";
		return new FailureAnalysis("The application needs a lock to start: " + cause.getMessage() + ".", action, cause);
	}

}
