package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AbstractAdvisorAutoProxyCreator;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * What is asked of the definitions and beans of one context.
 */
final class ContextCheck {

	private final ConfigurableListableBeanFactory beans;

	private final GuardSource source;

	private final ClassCheck classes;

	private final GuardPostProcessor postProcessor;

	private final Set<String> checked = new HashSet<>();

	private final Map<String, Class<?>> guarded = new HashMap<>();

	ContextCheck(ConfigurableListableBeanFactory beans, GuardSource source) {
		this.beans = beans;
		this.source = source;
		this.classes = new ClassCheck(source);
		this.postProcessor = new GuardPostProcessor((AbstractBeanFactory) beans, source, this.classes);
	}

	/**
	 * Looks at what is there, and from now on at each bean that is created.
	 */
	void begin() {
		this.postProcessor.beLast();
		checkSingletons((name) -> true);
		checkDefinitions();
	}

	/**
	 * Of singletons that were registered as they are only those are looked at that have
	 * no definition: others, such as mocks, were put in the place of a bean.
	 */
	void checkSingletonsWithoutDefinition() {
		checkSingletons((name) -> !this.beans.containsBeanDefinition(name));
	}

	private void checkSingletons(Predicate<String> filter) {
		for (String name : this.beans.getSingletonNames()) {
			Object bean = filter.test(name) ? this.beans.getSingleton(name) : null;
			if (bean != null) {
				this.postProcessor.checkExisting(name, bean);
			}
		}
	}

	/**
	 * Looks at all definitions that it has not yet looked at.
	 */
	void checkDefinitions() {
		Map<String, Obstacle> found = new TreeMap<>();
		for (String name : this.beans.getBeanDefinitionNames()) {
			if (this.checked.add(name)) {
				checkDefinition(name, found);
			}
		}
		UnguardedMethodsException.throwIfAny(found);
	}

	private void checkDefinition(String name, Map<String, Obstacle> found) {
		// What a scoped proxy leads to is a bean of its own
		if (this.beans.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(name))
				|| !(this.beans.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition)
				|| definition.isAbstract()) {
			return;
		}
		Class<?> factory = typeOf(BeanFactory.FACTORY_BEAN_PREFIX + name);
		if (factory != null) {
			check(name, factory, definition, found);
		}
		check(name, typeOf(name), (factory != null) ? null : definition, found);
	}

	private void check(String name, @Nullable Class<?> type, @Nullable RootBeanDefinition definition,
			Map<String, Obstacle> found) {
		if (type != null && this.source.mayGuard(type)) {
			this.guarded.put(name, type);
			this.classes.check(name, type, definition, found);
		}
	}

	private @Nullable Class<?> typeOf(String name) {
		try {
			return this.beans.getType(name, false);
		}
		catch (BeansException ex) {
			// It cannot be created either, as long as this is so
			return null;
		}
	}

	/**
	 * Lazy beans would tell only when they are created.
	 */
	void checkThatProxiesAreMade() {
		if (this.guarded.isEmpty()
				|| this.beans.getBeanNamesForType(AbstractAdvisorAutoProxyCreator.class, true, false).length > 0) {
			return;
		}
		Map<String, Obstacle> found = new TreeMap<>();
		this.guarded.forEach((name, type) -> {
			for (Method method : this.classes.guardedMethods(type)) {
				found.put(ClassCheck.describe(method, name),
						new Obstacle("nothing creates proxies, which take the lock",
								"Remove spring.aop.auto=false, or in a context without auto-configuration add "
										+ "@EnableAspectJAutoProxy"));
			}
		});
		UnguardedMethodsException.throwIfAny(found);
	}

}
