package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * How methods are written in messages, and which are the same to a caller.
 */
final class Methods {

	private Methods() {
	}

	/**
	 * {@code com.example.Agent.install(String)}.
	 */
	static String describe(Method method) {
		return method.getDeclaringClass().getName() + "." + method.getName()
				+ Arrays.stream(method.getParameterTypes())
					.map(Class::getSimpleName)
					.collect(Collectors.joining(", ", "(", ")"));
	}

	/**
	 * Whether a method of a bean is what runs when one of an interface is called.
	 */
	static boolean isImplementation(Method method, Method declared, Class<?> beanClass) {
		if (!declared.getName().equals(method.getName()) || declared.getParameterCount() != method.getParameterCount()
				|| Modifier.isStatic(declared.getModifiers()) || !Modifier.isPublic(method.getModifiers())) {
			return false;
		}
		for (int i = 0; i < method.getParameterCount(); i++) {
			if (resolve(declared, i, beanClass) != resolve(method, i, beanClass)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a method of a bean is one of an interface that the bean has.
	 */
	static boolean isInInterface(Method method, Class<?> beanClass) {
		return ClassUtils.getAllInterfacesForClassAsSet(beanClass)
			.stream()
			.anyMatch((type) -> isIn(type, method, beanClass));
	}

	static boolean isIn(Class<?> type, Method method, Class<?> beanClass) {
		for (Method declared : type.getMethods()) {
			if (declared.equals(method) || isImplementation(method, declared, beanClass)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether Kotlin's compiler made it of {@code @JvmOverloads}: final, as all that it
	 * does is to call, on the bean's proxy, the method that has all parameters.
	 */
	static boolean isOverloadOfKotlin(Method method) {
		if (!Modifier.isFinal(method.getModifiers())) {
			return false;
		}
		for (Method other : method.getDeclaringClass().getDeclaredMethods()) {
			if (other.isSynthetic() && Modifier.isStatic(other.getModifiers())
					&& other.getName().equals(method.getName() + "$default")
					&& other.getParameterCount() > method.getParameterCount() + 3) {
				return true;
			}
		}
		return false;
	}

	// Of a type parameter, what the bean's class makes of it
	private static Class<?> resolve(Method method, int parameter, Class<?> beanClass) {
		return ResolvableType.forMethodParameter(method, parameter, beanClass).toClass();
	}

}
