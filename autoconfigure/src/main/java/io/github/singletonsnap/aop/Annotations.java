package io.github.singletonsnap.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What a method of a bean is annotated with, wherever that stands: on the method itself,
 * on one that it overrides or implements, or on a class or interface. A method's own come
 * before those of its class; an operation and a removal are of one kind.
 *
 * @param operation its snaps, if any
 * @param removal the snap that it removes, if any
 * @param config its config files, if any
 * @param onMethod whether any stands on a method
 */
record Annotations(@Nullable SnapOperation operation, @Nullable SnapRemoval removal, @Nullable ConfigOperation config,
		boolean onMethod) {

	static Annotations of(Method method, Class<?> beanClass) {
		Annotations own = read(methods(method, beanClass), AnnotatedElementUtils::findMergedAnnotation, true);
		if (!Modifier.isPublic(method.getModifiers()) || ReflectionUtils.isObjectMethod(method)) {
			return own;
		}
		return own.or(read(types(method, beanClass), AnnotatedElementUtils::getMergedAnnotation, false));
	}

	private static Annotations read(List<? extends AnnotatedElement> places, Search search, boolean onMethod) {
		SnapOperation operation = find(SnapOperation.class, places, search);
		SnapRemoval removal = find(SnapRemoval.class, places, search);
		ConfigOperation config = find(ConfigOperation.class, places, search);
		return new Annotations(operation, removal, config,
				onMethod && (operation != null || removal != null || config != null));
	}

	private static <A extends Annotation> @Nullable A find(Class<A> type, List<? extends AnnotatedElement> places,
			Search search) {
		for (AnnotatedElement place : places) {
			A found = search.find(place, type);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private Annotations or(Annotations other) {
		boolean snap = this.operation != null || this.removal != null;
		return new Annotations(snap ? this.operation : other.operation, snap ? this.removal : other.removal,
				(this.config != null) ? this.config : other.config, this.onMethod);
	}

	boolean isEmpty() {
		return this.operation == null && this.removal == null && this.config == null;
	}

	// The method stands for those that it overrides, but it may also implement one of an
	// interface that only a subclass of its own class has
	private static List<Method> methods(Method method, Class<?> beanClass) {
		List<Method> methods = new ArrayList<>(List.of(method));
		for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(beanClass)) {
			if (!type.isAssignableFrom(method.getDeclaringClass())) {
				for (Method declared : type.getMethods()) {
					if (Methods.isImplementation(method, declared, beanClass)) {
						methods.add(declared);
					}
				}
			}
		}
		return methods;
	}

	// A class stands for its superclasses; of an interface only those methods count that
	// it has
	private static List<Class<?>> types(Method method, Class<?> beanClass) {
		List<Class<?>> types = new ArrayList<>();
		for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
			types.add(type);
		}
		for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(beanClass)) {
			for (Method declared : type.getMethods()) {
				if (declared.equals(method) || Methods.isImplementation(method, declared, beanClass)) {
					types.add(type);
				}
			}
		}
		return types;
	}

	private interface Search {

		<A extends Annotation> @Nullable A find(AnnotatedElement place, Class<A> type);

	}

}
