package io.github.singletonsnap.aop;

import org.jspecify.annotations.Nullable;

/**
 * How long the locks of a method are held, by what it returns.
 */
interface Results {

	/**
	 * Runs one call, from its begin to its end.
	 */
	@Nullable Object run(GuardedCall call) throws Throwable;

	/**
	 * Those that are there when the method returns.
	 *
	 * @param skipped the result of a call that is skipped
	 */
	record Plain(@Nullable Object skipped) implements Results {

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

}
