package io.github.singletonsnap.autoconfigure;

import java.time.Duration;
import java.util.Optional;

import io.github.singletonsnap.aop.GuardCheck;
import io.github.singletonsnap.aop.PermitSource;
import io.github.singletonsnap.rollout.HeldPermit;
import io.github.singletonsnap.rollout.RolloutPermitTimeoutException;
import io.github.singletonsnap.rollout.RolloutPermits;
import io.github.singletonsnap.state.LockProcess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Gives annotated methods their permits. Permits are made ready at the start only if a
 * method needs one: most applications that have a database have no rollout.
 */
final class RolloutPermitSource implements PermitSource, SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(RolloutPermitSource.class);

	private final ObjectProvider<RolloutPermits> permits;

	private final GuardCheck check;

	RolloutPermitSource(ObjectProvider<RolloutPermits> permits, GuardCheck check) {
		this.permits = permits;
		this.check = check;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.check.needsPermits()) {
			this.permits.getObject();
		}
	}

	@Override
	public @Nullable PermitLock acquire(String group, @Nullable Duration timeout, boolean skips) {
		RolloutPermits all = this.permits.getObject();
		try {
			return new Held((timeout != null) ? all.acquire(group, timeout) : all.acquire(group));
		}
		catch (RolloutPermitTimeoutException ex) {
			if (!skips) {
				throw ex;
			}
			logger.debug("It is not this machine's turn: {}", ex.getMessage());
			return null;
		}
	}

	@Override
	public boolean isHeld(String group) {
		return this.permits.getObject().isHeld(group);
	}

	private record Held(HeldPermit permit) implements PermitLock {

		@Override
		public Optional<LockProcess> abandonedBy() {
			return Optional.empty();
		}

		@Override
		public void detach() {
			this.permit.detach();
		}

		@Override
		public void close() {
			this.permit.close();
		}

		@Override
		public void closeAfterFailure() {
			this.permit.closeAfterFailure();
		}

		@Override
		public void abandon() {
			this.permit.closeAfterFailure();
		}

		@Override
		public void closeUnused() {
			this.permit.closeUnused();
		}

	}

}
