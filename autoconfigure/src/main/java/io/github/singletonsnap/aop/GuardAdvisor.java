package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.singletonsnap.SingletonSnapManager;

import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes every bean method that is annotated with
 * {@link io.github.singletonsnap.annotation.SnapOperation},
 * {@link io.github.singletonsnap.annotation.ConfigOperation} or
 * {@link io.github.singletonsnap.annotation.SnapRemoval} run under its locks. An advisor
 * and not an {@code @Aspect}, because a pointcut expression does not find composed
 * annotations and those of interfaces.
 */
public final class GuardAdvisor extends DefaultPointcutAdvisor implements SmartInitializingSingleton {

	private static final long serialVersionUID = 1L;

	private final transient GuardCheck check;

	/**
	 * Creates the advisor.
	 * @param manager gives the manager, asked at the first call of an annotated method
	 * @param placeholders resolves placeholders, and throws where it cannot
	 * @param beans the beans that expressions can name
	 * @param order where it stands among other advice; a lower one is further out
	 */
	public GuardAdvisor(Supplier<SingletonSnapManager> manager, UnaryOperator<String> placeholders,
			ConfigurableListableBeanFactory beans, int order) {
		GuardSource source = new GuardSource(placeholders, SingletonSupplier.of(() -> new Expressions(beans)));
		Proxying proxying = new Proxying(beans);
		setPointcut(new AnnotatedMethods(source, proxying));
		setAdvice(new GuardInterceptor(source, SingletonSupplier.of(manager)));
		setOrder(order);
		this.check = new GuardCheck(beans, source, proxying);
	}

	/**
	 * Looks at all beans, once they are there.
	 * @throws UnguardedMethodsException if a method would run without its locks
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.check.run();
	}

	private static final class AnnotatedMethods extends StaticMethodMatcherPointcut {

		private final GuardSource source;

		AnnotatedMethods(GuardSource source, Proxying proxying) {
			this.source = source;
			// A class without a subclass cannot be proxied: the check says it better than
			// the attempt would
			setClassFilter((type) -> source.mayGuard(type) && !proxying.predict(type, null).isImpossible());
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.source.isGuarded(method, targetClass);
		}

	}

}
