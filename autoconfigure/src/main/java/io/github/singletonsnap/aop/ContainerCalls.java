package io.github.singletonsnap.aop;

import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.AutowiredAnnotationBeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.CommonAnnotationBeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Which methods of a bean the container calls itself: on the bean when it creates or
 * destroys it, never on its proxy.
 */
final class ContainerCalls {

	private final Class<?> type;

	private final RootBeanDefinition definition;

	private final Set<String> names = new HashSet<>();

	private ContainerCalls(Class<?> type, RootBeanDefinition definition) {
		this.type = type;
		this.definition = definition;
	}

	/**
	 * Returns those of a bean.
	 * @param name the bean's name
	 * @param type its class
	 * @param definition its definition
	 */
	static ContainerCalls of(String name, Class<?> type, RootBeanDefinition definition) {
		// A copy, as Spring's own readers of annotations leave in it what they have found
		RootBeanDefinition read = new RootBeanDefinition(definition);
		for (MergedBeanDefinitionPostProcessor reader : new MergedBeanDefinitionPostProcessor[] {
				new CommonAnnotationBeanPostProcessor(), new AutowiredAnnotationBeanPostProcessor() }) {
			reader.postProcessMergedBeanDefinition(read, type, name);
		}
		ContainerCalls calls = new ContainerCalls(type, read);
		calls.addNames(read);
		return calls;
	}

	private void addNames(RootBeanDefinition definition) {
		this.names.addAll(definition.getExternallyManagedInitMethods());
		add(definition.getInitMethodNames());
		if (definition.isPrototype()) {
			return;
		}
		this.names.addAll(definition.getExternallyManagedDestroyMethods());
		String[] destroy = definition.getDestroyMethodNames();
		if (isInferred(destroy)) {
			this.names.add(ClassUtils.hasMethod(this.type, "close") ? "close" : "shutdown");
		}
		else {
			add(destroy);
		}
	}

	private boolean isInferred(String @Nullable [] destroy) {
		if (DisposableBean.class.isAssignableFrom(this.type)) {
			return false;
		}
		return (destroy != null) ? destroy.length == 1 && destroy[0].equals(AbstractBeanDefinition.INFER_METHOD)
				: AutoCloseable.class.isAssignableFrom(this.type);
	}

	private void add(String @Nullable [] methods) {
		if (methods != null) {
			this.names.addAll(Set.of(methods));
		}
	}

	/**
	 * Whether a method is among them.
	 * @param isGuarded whether the method that stops a bean of a {@link SmartLifecycle},
	 * when it calls this one, holds the lock already
	 */
	boolean contains(Method method, boolean isGuarded) {
		if (method.getParameterCount() == 0 && (this.names.contains(method.getName())
				|| this.names.contains(ClassUtils.getQualifiedMethodName(method)))) {
			return true;
		}
		return isInjected(method) || isCallback(method) || (!isGuarded && isStopOfLifecycle(method, this.type));
	}

	private boolean isInjected(Method method) {
		for (Class<?> declaring = this.type; declaring != null; declaring = declaring.getSuperclass()) {
			Member declared = ClassUtils.getMethodIfAvailable(declaring, method.getName(), method.getParameterTypes());
			if (this.definition.isExternallyManagedConfigMember((declared != null) ? declared : method)) {
				return true;
			}
		}
		return this.definition.isExternallyManagedConfigMember(method);
	}

	private boolean isCallback(Method method) {
		for (Class<?> implemented : ClassUtils.getAllInterfacesForClassAsSet(this.type)) {
			boolean called = implemented == InitializingBean.class
					|| (implemented == DisposableBean.class && !this.definition.isPrototype())
					|| Aware.class.isAssignableFrom(implemented);
			if (called && hasMethod(implemented, method)) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasMethod(Class<?> implemented, Method method) {
		return ClassUtils.hasMethod(implemented, method.getName(), method.getParameterTypes());
	}

	// The container stops it through a method of the interface, which calls this one
	private static boolean isStopOfLifecycle(Method method, Class<?> type) {
		if (!SmartLifecycle.class.isAssignableFrom(type) || !method.getName().equals("stop")
				|| method.getParameterCount() != 0) {
			return false;
		}
		Method stop = ClassUtils.getMethod(type, "stop", Runnable.class);
		return stop.getDeclaringClass() == SmartLifecycle.class;
	}

}
