package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.core.ResolvableType;

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

	// Of a type parameter, what the bean's class makes of it
	private static Class<?> resolve(Method method, int parameter, Class<?> beanClass) {
		return ResolvableType.forMethodParameter(method, parameter, beanClass).toClass();
	}

}
