package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which methods a bean's proxy intercepts.
 *
 * @param beanClass the class of the bean behind it
 * @param interfaces all that the proxy has, if it is the JDK's; {@code null} if it is a
 * subclass of the bean's class
 */
record ProxyShape(Class<?> beanClass, @Nullable List<Class<?>> interfaces) {

	/**
	 * Whether there can be no such proxy.
	 */
	boolean isImpossible() {
		return this.interfaces == null
				&& (Modifier.isFinal(this.beanClass.getModifiers()) || this.beanClass.isSealed());
	}

	/**
	 * Why the method is not intercepted; {@code null} if it is.
	 */
	@Nullable Obstacle obstacle(Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers)) {
			return new Obstacle("it is static, so it is called without a bean", "Make it a method of the bean");
		}
		if (Modifier.isPrivate(modifiers)) {
			return new Obstacle("it is private, so only its own class calls it, past the bean's proxy",
					"Make it visible, and call it through the bean");
		}
		return (this.interfaces != null) ? obstacleOfInterfaces(method, this.interfaces) : obstacleOfClass(method);
	}

	private @Nullable Obstacle obstacleOfClass(Method method) {
		if (isImpossible()) {
			return new Obstacle("its class is " + kindOfFinal() + ", so there can be no proxy of it",
					"Make the class open to subclasses, or move the method to one that is");
		}
		int modifiers = method.getModifiers();
		if (Modifier.isFinal(modifiers)) {
			return new Obstacle("it is final, so the bean's proxy cannot override it", "Make it not final");
		}
		if (!Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers) && !isInPackageOfBean(method)) {
			return new Obstacle("it is package-private in another package than " + this.beanClass.getName()
					+ ", so the bean's proxy cannot override it", "Make it protected or public");
		}
		return null;
	}

	private String kindOfFinal() {
		if (this.beanClass.isRecord()) {
			return "a record";
		}
		return this.beanClass.isSealed() ? "sealed" : "final";
	}

	private boolean isInPackageOfBean(Method method) {
		Class<?> declaring = method.getDeclaringClass();
		return declaring.getPackageName().equals(this.beanClass.getPackageName())
				&& declaring.getClassLoader() == this.beanClass.getClassLoader();
	}

	private @Nullable Obstacle obstacleOfInterfaces(Method method, List<Class<?>> interfaces) {
		for (Class<?> type : interfaces) {
			for (Method declared : type.getMethods()) {
				if (Methods.isImplementation(method, declared, this.beanClass)) {
					return null;
				}
			}
		}
		return new Obstacle("the bean's proxy has only its interfaces, and none of them declares it",
				"Declare it in an interface of the bean, or remove spring.aop.proxy-target-class=false");
	}

}
