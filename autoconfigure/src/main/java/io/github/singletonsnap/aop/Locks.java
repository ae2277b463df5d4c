package io.github.singletonsnap.aop;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.singletonsnap.LockedOperation;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockTimeoutException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of one kind that guard a method, or its permit.
 *
 * @param names what is locked
 * @param timeout the longest wait, for all together; the default if null
 * @param skips whether a call is skipped that they are not free in time for
 * @param operation the method, as it is told to whoever has to wait for it
 * @param <T> what names them
 */
record Locks<T extends Comparable<? super T>>(Names<T> names, @Nullable Duration timeout, boolean skips,
		String operation) {

	private static final Logger logger = LoggerFactory.getLogger(Locks.class);

	/**
	 * Finds out what is to be locked at one call, and touches nothing.
	 */
	Request prepare(SingletonSnapManager manager, MethodInvocation invocation) {
		return this.names.kind().asking().prepare(this, manager, this.names.resolve(invocation));
	}

	/**
	 * What one call asks of the manager.
	 */
	Request request(SingletonSnapManager manager, Consumer<LockedOperation> naming,
			Function<LockedOperation, SnapLock> acquisition) {
		LockedOperation locked = answer(manager.operation(this.operation));
		if (this.timeout != null) {
			locked.timeout(this.timeout);
		}
		naming.accept(locked);
		return new Request(this.operation, locked::isNested, () -> acquire(() -> acquisition.apply(locked)));
	}

	private @Nullable SnapLock acquire(Supplier<SnapLock> acquisition) {
		try {
			return answer(acquisition.get());
		}
		catch (SnapLockTimeoutException ex) {
			if (!this.skips) {
				throw ex;
			}
			logger.debug("{} is skipped: {}", this.operation, ex.getMessage());
			return null;
		}
	}

	/**
	 * Refuses the answer of a mock, which for a lock would be a call that is skipped.
	 */
	private <A> A answer(@Nullable A answer) {
		if (answer == null) {
			throw new IllegalStateException("cannot lock for " + this.operation
					+ ": the SingletonSnapManager answers null, as a mock does. Use @MockitoSpyBean in place of "
					+ "@MockitoBean, or a bean that SingletonSnapManager.inMemory(\"test/0\") makes: they lock");
		}
		return answer;
	}

	/**
	 * What one call locks.
	 *
	 * @param method the method that is called
	 * @param nested tells whether this thread has it already, and so is the only one that
	 * can have it
	 * @param acquisition acquires it; gives {@code null} if the call is to be skipped
	 */
	record Request(String method, BooleanSupplier nested, Supplier<@Nullable SnapLock> acquisition) {
	}

}
