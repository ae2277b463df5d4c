package io.github.singletonsnap.aop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
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
		Deque<SnapLock> held = new ArrayDeque<>(2);
		try {
			for (Guard guard : this.source.guards(invocation.getMethod(), targetClass)) {
				guard.acquire(this.manager.get(), held);
			}
			return invocation.proceed();
		}
		finally {
			held.forEach(SnapLock::close);
		}
	}

}
