package io.github.singletonsnap.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.RolloutPermit;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What a method of a bean is annotated with, wherever that stands: on the method itself,
 * on one that it overrides or implements, or on a class or interface.
 *
 * @param permits all that name the group of a rollout
 * @param snaps all that name snaps
 * @param configs all that name config files
 */
record Annotations(List<Placed> permits, List<Placed> snaps, List<Placed> configs) {

	private static final Set<Class<? extends Annotation>> OF_PERMITS = Set.of(RolloutPermit.class);

	// An operation and a removal are of one kind
	private static final Set<Class<? extends Annotation>> OF_SNAPS = Set.of(SnapOperation.class, SnapRemoval.class);

	private static final Set<Class<? extends Annotation>> OF_CONFIGS = Set.of(ConfigOperation.class);

	static Annotations of(Method method, Class<?> beanClass) {
		if (Methods.isOverloadOfKotlin(method)) {
			return new Annotations(List.of(), List.of(), List.of());
		}
		return new Annotations(find(OF_PERMITS, method, beanClass), find(OF_SNAPS, method, beanClass),
				find(OF_CONFIGS, method, beanClass));
	}

	boolean isEmpty() {
		return this.permits.isEmpty() && this.snaps.isEmpty() && this.configs.isEmpty();
	}

	/**
	 * Those of the method come before those of its class.
	 */
	private static List<Placed> find(Set<Class<? extends Annotation>> kind, Method method, Class<?> beanClass) {
		List<Placed> found = new ArrayList<>();
		for (Method place : methods(method, beanClass)) {
			add(kind, place, SearchStrategy.TYPE_HIERARCHY, found);
		}
		if (found.isEmpty() && isGuardedByType(method)) {
			for (Class<?> place : types(method, beanClass)) {
				add(kind, place, SearchStrategy.DIRECT, found);
			}
		}
		return nearest(found);
	}

	private static void add(Set<Class<? extends Annotation>> kind, AnnotatedElement place, SearchStrategy search,
			List<Placed> found) {
		MergedAnnotations annotations = MergedAnnotations.from(place, search);
		for (Class<? extends Annotation> type : kind) {
			annotations.stream(type).forEach((annotation) -> {
				AnnotatedElement element = (annotation.getSource() instanceof AnnotatedElement source) ? source : place;
				Placed placed = new Placed(annotation.synthesize(), element);
				if (!found.contains(placed)) {
					found.add(placed);
				}
			});
		}
	}

	/**
	 * All that stand on one element count together, and so do those of unrelated types;
	 * they replace those of the types above.
	 */
	private static List<Placed> nearest(List<Placed> found) {
		return found.stream().filter((above) -> found.stream().noneMatch((placed) -> placed.isBelow(above))).toList();
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

	/**
	 * Returns the class or interface of a bean that is annotated in vain, as nothing that
	 * the annotation could guard is a method of the bean; {@code null} if there is none.
	 */
	static @Nullable Class<?> idleType(Class<?> beanClass) {
		Set<Class<?>> annotated = new LinkedHashSet<>(ClassUtils.getAllInterfacesForClassAsSet(beanClass));
		for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
			annotated.add(type);
		}
		annotated.removeIf((type) -> !isAnnotated(type));
		if (!annotated.isEmpty()) {
			for (Method method : beanClass.getMethods()) {
				if (isGuardedByType(method)) {
					types(method, beanClass).forEach(annotated::remove);
				}
			}
		}
		return annotated.isEmpty() ? null : annotated.iterator().next();
	}

	private static boolean isAnnotated(Class<?> type) {
		MergedAnnotations annotations = MergedAnnotations.from(type, SearchStrategy.DIRECT);
		return Stream.of(OF_PERMITS, OF_SNAPS, OF_CONFIGS).flatMap(Set::stream).anyMatch(annotations::isPresent);
	}

	private static boolean isGuardedByType(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method);
	}

	// A class stands for its superclasses, of which it cannot guard a final method; of an
	// interface only those methods count that it has
	private static List<Class<?>> types(Method method, Class<?> beanClass) {
		List<Class<?>> types = new ArrayList<>();
		boolean isFinal = Modifier.isFinal(method.getModifiers());
		for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
			if (!isFinal || type.isAssignableFrom(method.getDeclaringClass())) {
				types.add(type);
			}
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

	/**
	 * One annotation, and where it stands.
	 *
	 * @param annotation the annotation, merged with those that are composed of it
	 * @param element the method or type
	 */
	record Placed(Annotation annotation, AnnotatedElement element) {

		@Nullable Method method() {
			return (this.element instanceof Method method) ? method : null;
		}

		private Class<?> type() {
			return (this.element instanceof Method method) ? method.getDeclaringClass() : (Class<?>) this.element;
		}

		boolean isBelow(Placed other) {
			return type() != other.type() && other.type().isAssignableFrom(type());
		}

	}

}
