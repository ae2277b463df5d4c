package io.github.singletonsnap.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Looks at every bean's annotated methods before the application is ready, and stops the
 * start if any of them would run without its locks, or could never run. Looks at the
 * classes of beans that are not created yet, and creates none.
 */
final class GuardCheck {

	private static final Set<String> LIFECYCLE = Set.of("jakarta.annotation.PostConstruct",
			"jakarta.annotation.PreDestroy");

	private final ConfigurableListableBeanFactory beans;

	private final GuardSource source;

	private final Proxying proxying;

	// By method and bean: each is named once, in the same order at each start
	private final Map<String, Obstacle> found = new TreeMap<>();

	GuardCheck(ConfigurableListableBeanFactory beans, GuardSource source, Proxying proxying) {
		this.beans = beans;
		this.source = source;
		this.proxying = proxying;
	}

	void run() {
		for (Iterator<String> names = this.beans.getBeanNamesIterator(); names.hasNext();) {
			check(names.next());
		}
		if (!this.found.isEmpty()) {
			throw new UnguardedMethodsException(this.found);
		}
	}

	private void check(String name) {
		Object bean = this.beans.getSingleton(name);
		if (bean == null) {
			checkClass(name, typeOf(name));
			checkClass(name, typeOf(BeanFactory.FACTORY_BEAN_PREFIX + name));
			return;
		}
		checkBean(name, bean);
		// What a scoped proxy leads to is a bean of its own
		if (bean instanceof FactoryBean<?> && !this.beans.containsBean(ScopedProxyUtils.getTargetBeanName(name))) {
			checkProduct(name);
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

	private void checkProduct(String name) {
		Class<?> type = typeOf(name);
		if (type == null || !this.source.mayGuard(type)) {
			return;
		}
		boolean lazy = this.beans.containsBeanDefinition(name) && this.beans.getMergedBeanDefinition(name).isLazyInit();
		if (lazy || !this.beans.isSingleton(name)) {
			checkClass(name, type);
		}
		else {
			checkBean(name, this.beans.getBean(name));
		}
	}

	private void checkBean(String name, Object bean) {
		Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
		if (this.source.mayGuard(type)) {
			ProxyShape shape = this.proxying.find(bean, type);
			check(name, (shape != null) ? shape : this.proxying.predict(type, name), shape != null);
		}
	}

	private void checkClass(String name, @Nullable Class<?> type) {
		if (type != null && isReadable(type) && this.source.mayGuard(type)) {
			check(name, this.proxying.predict(ClassUtils.getUserClass(type), name), true);
		}
	}

	/**
	 * Whether all classes that its methods name are there. If not, Spring cannot create a
	 * bean of it, and an optional feature may rely on that.
	 */
	private static boolean isReadable(Class<?> type) {
		try {
			ReflectionUtils.getAllDeclaredMethods(type);
			return true;
		}
		catch (IllegalStateException | LinkageError ex) {
			return false;
		}
	}

	private void check(String name, ProxyShape shape, boolean proxied) {
		for (Method method : guardedMethods(shape.beanClass())) {
			Obstacle obstacle = obstacle(method, shape, proxied);
			if (obstacle != null) {
				this.found.put(Methods.describe(method) + " of bean '" + name + "'", obstacle);
			}
		}
	}

	private Set<Method> guardedMethods(Class<?> type) {
		Set<Method> methods = new LinkedHashSet<>();
		ReflectionUtils.MethodCallback collector = (method) -> {
			Method specific = AopUtils.getMostSpecificMethod(method, type);
			if (!method.isSynthetic() && this.source.isGuarded(specific, type)) {
				methods.add(specific);
			}
		};
		ReflectionUtils.doWithMethods(type, collector, (method) -> method.getDeclaringClass() != Object.class);
		// Those of interfaces that no class has
		for (Class<?> implemented : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			ReflectionUtils.doWithLocalMethods(implemented, collector);
		}
		return methods;
	}

	private @Nullable Obstacle obstacle(Method method, ProxyShape shape, boolean proxied) {
		if (!this.proxying.isOn()) {
			return new Obstacle("nothing creates proxies, which take the lock", "Remove spring.aop.auto=false");
		}
		Obstacle obstacle = shape.obstacle(method);
		if (obstacle != null) {
			return obstacle;
		}
		if (!proxied) {
			return new Obstacle(
					"the bean has no proxy, which takes the lock: it was created too early, for a bean that itself "
							+ "takes part in creating beans, or outside Spring",
					"Make what needs it early ask for it later, by an ObjectProvider or @Lazy, and its @Bean method "
							+ "static; or move the method to another bean");
		}
		if (isCalledByContainer(method) && this.source.annotations(method, shape.beanClass()).onMethod()) {
			return new Obstacle("Spring calls it when it creates or destroys the bean, past the bean's proxy",
					"Call the manager in it, or move the work to another bean");
		}
		return obstacleOfGuard(method, shape.beanClass());
	}

	private static boolean isCalledByContainer(Method method) {
		for (Annotation annotation : method.getAnnotations()) {
			if (LIFECYCLE.contains(annotation.annotationType().getName())) {
				return true;
			}
		}
		return isOf(InitializingBean.class, "afterPropertiesSet", method)
				|| isOf(DisposableBean.class, "destroy", method);
	}

	private static boolean isOf(Class<?> type, String name, Method method) {
		return type.isAssignableFrom(method.getDeclaringClass()) && method.getName().equals(name)
				&& method.getParameterCount() == 0;
	}

	private @Nullable Obstacle obstacleOfGuard(Method method, Class<?> beanClass) {
		try {
			this.source.guard(method, beanClass);
			return null;
		}
		catch (UnusableGuardException ex) {
			return ex.getObstacle();
		}
	}

}
