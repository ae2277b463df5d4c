package io.github.singletonsnap.aop;

import java.util.function.Supplier;

import io.github.singletonsnap.SingletonSnapManager;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Runs a method while its locks are held.
 */
final class GuardInterceptor implements MethodInterceptor {

	private final GuardSource source;

	private final Supplier<SingletonSnapManager> manager;

	GuardInterceptor(GuardSource source, Supplier<SingletonSnapManager> manager) {
		this.source = source;
		this.manager = manager;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> beanClass = (target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass();
		Guard guard = this.source.guard(invocation.getMethod(), beanClass);
		return guard.results().run(new GuardedCall(guard, this.manager.get(), invocation));
	}

}
