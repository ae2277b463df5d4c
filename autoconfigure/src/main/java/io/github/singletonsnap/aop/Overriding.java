package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

/**
 * Which methods a proxy that is a subclass can override.
 */
final class Overriding {

	private Overriding() {
	}

	/**
	 * Why no proxy, of whatever kind, can intercept the method; {@code null} if one can.
	 */
	static @Nullable Obstacle obstacle(Method method, Class<?> type) {
		if (Modifier.isStatic(method.getModifiers())) {
			return new Obstacle("it is static, so it is called without a bean", "Make it a method of the bean");
		}
		if (Modifier.isPrivate(method.getModifiers())) {
			return new Obstacle("it is private, so only its own class calls it, past the bean's proxy",
					"Make it visible, and call it through the bean");
		}
		if (isFilterOfSpring(type)) {
			return new Obstacle(
					"its class is a GenericFilterBean, whose final init() the server would call on the proxy, which has "
							+ "no state",
					"Move the method to another bean, and call that in the filter");
		}
		return null;
	}

	private static boolean isFilterOfSpring(@Nullable Class<?> type) {
		return type != null && (type.getName().equals("org.springframework.web.filter.GenericFilterBean")
				|| isFilterOfSpring(type.getSuperclass()));
	}

	/**
	 * Why no subclass can override the method; {@code null} if one can.
	 */
	static @Nullable Obstacle obstacleOfClass(Method method, Class<?> type) {
		if (isClosed(type)) {
			return new Obstacle("its class is " + kindOfClosed(type) + ", so there can be no proxy of it",
					"Make the class open to subclasses, or move the method to one that is. In Kotlin, the compiler plugin "
							+ "kotlin-spring opens those of @Component and the like");
		}
		int modifiers = method.getModifiers();
		if (Modifier.isFinal(modifiers)) {
			return new Obstacle("it is final, so the bean's proxy cannot override it",
					"Make it not final. In Kotlin, the compiler plugin kotlin-spring opens those of @Component and the like");
		}
		if (!Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers) && !isInPackageOf(type, method)) {
			return new Obstacle("it is package-private in another package than " + type.getName()
					+ ", so the bean's proxy cannot override it", "Make it protected or public");
		}
		return null;
	}

	private static boolean isClosed(Class<?> type) {
		return Modifier.isFinal(type.getModifiers()) || (type.isSealed() && !type.isInterface());
	}

	private static String kindOfClosed(Class<?> type) {
		if (type.isRecord()) {
			return "a record";
		}
		return type.isSealed() ? "sealed" : "final";
	}

	private static boolean isInPackageOf(Class<?> type, Method method) {
		Class<?> declaring = method.getDeclaringClass();
		return declaring.getPackageName().equals(type.getPackageName())
				&& declaring.getClassLoader() == type.getClassLoader();
	}

}
