package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.aopalliance.aop.Advice;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What a class alone tells of its annotated methods, before there is a bean of it.
 */
final class ClassCheck {

	private static final boolean ASPECTJ = ClassUtils.isPresent("org.aspectj.lang.annotation.Aspect",
			ClassCheck.class.getClassLoader());

	private final GuardSource source;

	ClassCheck(GuardSource source) {
		this.source = source;
	}

	/**
	 * Adds what is wrong.
	 * @param name the bean's name
	 * @param type its class, or an interface that it has
	 * @param definition its definition; {@code null} for what a factory bean makes
	 * @param found by method and bean
	 */
	void check(String name, Class<?> type, @Nullable RootBeanDefinition definition, Map<String, Obstacle> found) {
		if (!this.source.mayGuard(type) || !isReadable(type)) {
			return;
		}
		Set<Method> methods = guardedMethods(type);
		// Of what a factory bean makes the container calls nothing
		ContainerCalls calls = (methods.isEmpty() || definition == null) ? null
				: ContainerCalls.of(name, type, definition);
		for (Method method : methods) {
			Obstacle obstacle = obstacle(method, type, calls);
			if (obstacle != null) {
				found.put(describe(method, name), obstacle);
			}
		}
		Class<?> idle = Annotations.idleType(type);
		if (idle != null) {
			found.put(idle.getName() + " of bean '" + name + "'",
					new Obstacle("its annotation guards nothing, as it has no public method of a bean",
							"Annotate methods, or make them public"));
		}
	}

	static String describe(Method method, String name) {
		return Methods.describe(method) + " of bean '" + name + "'";
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

	/**
	 * All methods of a class that are to be guarded, inherited ones too.
	 */
	Set<Method> guardedMethods(Class<?> type) {
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

	private @Nullable Obstacle obstacle(Method method, Class<?> type, @Nullable ContainerCalls calls) {
		Obstacle obstacle = Overriding.obstacle(method, type);
		if (obstacle == null && !Methods.isInInterface(method, type)) {
			obstacle = Overriding.obstacleOfClass(method, type);
		}
		if (obstacle == null && isNeverProxied(type)) {
			obstacle = new Obstacle("its class takes part in creating proxies, and so never has one itself",
					"Move the method to another bean");
		}
		if (obstacle == null && calls != null && calls.contains(method, stopIsGuarded(type))) {
			obstacle = new Obstacle("Spring calls it when it creates or destroys the bean, past the bean's proxy",
					remedy(method, type));
		}
		return (obstacle != null) ? obstacle : obstacleOfGuard(method, type);
	}

	private boolean stopIsGuarded(Class<?> type) {
		Method stop = ReflectionUtils.findMethod(type, "stop", Runnable.class);
		return stop != null && this.source.isGuarded(stop, type);
	}

	private static boolean isNeverProxied(Class<?> type) {
		return Advice.class.isAssignableFrom(type) || Advisor.class.isAssignableFrom(type)
				|| Pointcut.class.isAssignableFrom(type) || AopInfrastructureBean.class.isAssignableFrom(type)
				|| (ASPECTJ && Aspects.contain(type));
	}

	private String remedy(Method method, Class<?> type) {
		String removed = this.source.findRemoved(method, type);
		if (removed == null) {
			return "Call the manager in it, or move the work to another bean; if its class is annotated, annotate the "
					+ "methods in place of the class";
		}
		return "Call the manager in it, in place of the annotation:\n\n" + "            this.manager.removeIfUnused(\""
				+ removed + "\", () -> {\n" + "                // what it does now\n" + "            });\n";
	}

	private @Nullable Obstacle obstacleOfGuard(Method method, Class<?> type) {
		try {
			this.source.guard(method, type);
			return null;
		}
		catch (UnusableGuardException ex) {
			return ex.getObstacle();
		}
	}

	/**
	 * AspectJ may be absent.
	 */
	private static final class Aspects {

		static boolean contain(Class<?> type) {
			return org.springframework.core.annotation.AnnotationUtils.findAnnotation(type, Aspect.class) != null
					&& !Modifier.isInterface(type.getModifiers());
		}

	}

}
