package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.target.AbstractBeanFactoryBasedTargetSource;
import org.springframework.util.ClassUtils;

/**
 * Whether a bean, as it is, takes the locks of its annotated methods.
 */
final class BeanCheck {

	private final GuardSource source;

	private final ClassCheck classes;

	BeanCheck(GuardSource source, ClassCheck classes) {
		this.source = source;
		this.classes = classes;
	}

	/**
	 * Adds what is wrong.
	 * @param name the bean's name
	 * @param bean what others get when they ask for it
	 * @param raw the class that it was created of, if that is known
	 * @param advised whether a proxy that takes locks was made for it
	 * @param found by method and bean
	 */
	void check(String name, Object bean, @Nullable Class<?> raw, boolean advised, Map<String, Obstacle> found) {
		List<Class<?>> types = types(bean, raw);
		if (types.isEmpty() || leadsToAnotherBean(bean)) {
			return;
		}
		Object layer = guardingLayer(bean);
		if (layer == null && advised && bean.getClass() != raw) {
			// Somebody has wrapped the proxy, and the way to the bean leads through it
			return;
		}
		for (Class<?> type : types) {
			if (raw == null) {
				// What a factory makes may be known only now
				this.classes.check(name, type, null, found);
			}
			for (Method method : this.classes.guardedMethods(type)) {
				Obstacle obstacle = (layer != null) ? obstacle(method, type, layer) : withoutProxy();
				if (obstacle != null) {
					found.put(ClassCheck.describe(method, name), obstacle);
				}
			}
		}
	}

	/**
	 * The types whose annotations count: the class that the bean was created of, and what
	 * a proxy has in addition.
	 */
	private List<Class<?>> types(Object bean, @Nullable Class<?> raw) {
		List<Class<?>> types = new ArrayList<>(2);
		Class<?> target = (raw != null) ? raw : ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
		if (this.source.mayGuard(target)) {
			types.add(target);
		}
		for (Class<?> own : ClassUtils.getAllInterfacesForClassAsSet(bean.getClass())) {
			if (!own.isAssignableFrom(target) && this.source.mayGuard(own)) {
				types.add(own);
			}
		}
		return types;
	}

	/**
	 * As the proxy of a scoped bean does, which is asked for at each call.
	 */
	private static boolean leadsToAnotherBean(Object bean) {
		return bean instanceof Advised proxy && proxy.getTargetSource() instanceof AbstractBeanFactoryBasedTargetSource;
	}

	private static @Nullable Object guardingLayer(Object bean) {
		Object layer = bean;
		while (layer instanceof Advised proxy) {
			if (isGuarding(proxy)) {
				return layer;
			}
			layer = AopProxyUtils.getSingletonTarget(layer);
		}
		return null;
	}

	private static boolean isGuarding(Advised proxy) {
		for (Advisor advisor : proxy.getAdvisors()) {
			if (advisor.getAdvice() instanceof GuardAdvisor.Interceptor) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable Obstacle obstacle(Method method, Class<?> type, Object layer) {
		Obstacle obstacle = Overriding.obstacle(method, type);
		if (obstacle != null) {
			return obstacle;
		}
		if (!AopUtils.isJdkDynamicProxy(layer)) {
			return Overriding.obstacleOfClass(method, type);
		}
		for (Class<?> proxied : ((Advised) layer).getProxiedInterfaces()) {
			if (Methods.isIn(proxied, method, type)) {
				return null;
			}
		}
		return new Obstacle("the bean's proxy has only its interfaces, and none of them declares it",
				"Declare it in an interface of the bean, or remove spring.aop.proxy-target-class=false");
	}

	private static Obstacle withoutProxy() {
		return new Obstacle(
				"the bean has no proxy, which takes the lock: it was created too early, for a bean that itself takes "
						+ "part in creating beans, or outside Spring",
				"Make what needs it early ask for it later, by an ObjectProvider or @Lazy, and its @Bean method static; "
						+ "or move the method to another bean");
	}

}
