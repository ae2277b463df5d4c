package io.github.singletonsnap.aop;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.ProxyProcessorSupport;
import org.springframework.aop.framework.autoproxy.AbstractAdvisorAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * How beans are proxied, or will be once they are created.
 */
final class Proxying {

	private final ConfigurableListableBeanFactory beans;

	Proxying(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Whether anything creates proxies.
	 */
	boolean isOn() {
		return this.beans.getBeanNamesForType(AbstractAdvisorAutoProxyCreator.class, true, false).length > 0;
	}

	/**
	 * The proxy that takes the locks of a bean; {@code null} if none does.
	 */
	@Nullable ProxyShape find(Object bean, Class<?> beanClass) {
		Object layer = bean;
		while (layer instanceof Advised proxy) {
			if (isGuarding(proxy)) {
				return new ProxyShape(beanClass,
						AopUtils.isJdkDynamicProxy(layer) ? List.of(proxy.getProxiedInterfaces()) : null);
			}
			layer = AopProxyUtils.getSingletonTarget(layer);
		}
		return null;
	}

	private static boolean isGuarding(Advised proxy) {
		for (Advisor advisor : proxy.getAdvisors()) {
			if (advisor.getAdvice() instanceof GuardInterceptor) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The proxy that a bean of the class will have.
	 * @param name the bean's name, if that is known
	 */
	ProxyShape predict(Class<?> beanClass, @Nullable String name) {
		if (beanClass.isInterface()) {
			return new ProxyShape(beanClass, List.of(beanClass));
		}
		ProxyFactory factory = new ProxyFactory();
		if (!java.lang.reflect.Proxy.isProxyClass(beanClass)
				&& (prefersClasses() || AutoProxyUtils.shouldProxyTargetClass(this.beans, name))) {
			factory.setProxyTargetClass(true);
		}
		else {
			new Interfaces().evaluateProxyInterfaces(beanClass, factory);
		}
		return new ProxyShape(beanClass, factory.isProxyTargetClass() ? null : List.of(factory.getProxiedInterfaces()));
	}

	private boolean prefersClasses() {
		return this.beans.getBeanProvider(AbstractAdvisorAutoProxyCreator.class)
			.stream()
			.anyMatch(AbstractAdvisorAutoProxyCreator::isProxyTargetClass);
	}

	/**
	 * Spring's own choice of interfaces.
	 */
	private static final class Interfaces extends ProxyProcessorSupport {

		private static final long serialVersionUID = 1L;

		@Override
		protected void evaluateProxyInterfaces(Class<?> beanClass, ProxyFactory factory) {
			super.evaluateProxyInterfaces(beanClass, factory);
		}

	}

}
