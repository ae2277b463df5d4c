package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import io.github.singletonsnap.SingletonSnapManager;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes every bean method that is annotated with
 * {@link io.github.singletonsnap.annotation.SnapOperation},
 * {@link io.github.singletonsnap.annotation.ConfigOperation} or
 * {@link io.github.singletonsnap.annotation.SnapRemoval} run under its locks. An advisor
 * and not an {@code @Aspect}, because a pointcut expression does not find composed
 * annotations and those of interfaces.
 */
final class GuardAdvisor extends DefaultPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	GuardAdvisor(GuardSource source, Supplier<SingletonSnapManager> manager, int order) {
		setPointcut(new AnnotatedMethods(source));
		setAdvice(new Interceptor(source, SingletonSupplier.of(manager)));
		setOrder(order);
	}

	private static final class AnnotatedMethods extends StaticMethodMatcherPointcut {

		private final GuardSource source;

		AnnotatedMethods(GuardSource source) {
			this.source = source;
			setClassFilter(source::mayGuard);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			boolean guarded = this.source.isGuarded(method, targetClass);
			if (guarded) {
				this.source.markAdvised();
			}
			return guarded;
		}

	}

	/**
	 * Runs a method while its locks are held.
	 *
	 * @param source what guards it
	 * @param manager gives the manager
	 */
	record Interceptor(GuardSource source, Supplier<SingletonSnapManager> manager) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object target = invocation.getThis();
			Class<?> beanClass = (target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass();
			Guard guard = this.source.guard(invocation.getMethod(), beanClass);
			return guard.results().run(new GuardedCall(guard, this.manager.get(), invocation));
		}

	}

}
