package io.github.singletonsnap.aop;

import org.jspecify.annotations.Nullable;

/**
 * Results that are there when the method returns.
 */
final class PlainResults implements Results {

	private final @Nullable Object skipped;

	/**
	 * Creates it.
	 * @param skipped the result of a call that is skipped
	 */
	PlainResults(@Nullable Object skipped) {
		this.skipped = skipped;
	}

	@Override
	public @Nullable Object run(GuardedCall call) throws Throwable {
		if (!call.begin()) {
			return this.skipped;
		}
		Throwable failure = null;
		try {
			return call.proceed();
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			call.end(failure);
		}
	}

}
