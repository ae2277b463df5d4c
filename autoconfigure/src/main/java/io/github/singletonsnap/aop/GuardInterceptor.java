package io.github.singletonsnap.aop;

import java.util.function.Supplier;

import io.github.singletonsnap.SingletonSnapManager;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Runs a method while its locks are held.
 */
class GuardInterceptor implements MethodInterceptor {

	private final GuardSource source;

	private final Supplier<SingletonSnapManager> manager;

	GuardInterceptor(GuardSource source, Supplier<SingletonSnapManager> manager) {
		this.source = source;
		this.manager = manager;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? target.getClass() : null;
		return this.source.guards(invocation.getMethod(), targetClass).run(this.manager.get(), invocation);
	}

}
