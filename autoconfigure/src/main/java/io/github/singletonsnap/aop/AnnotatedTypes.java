package io.github.singletonsnap.aop;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.RolloutPermit;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Which classes have anything annotated in them. Asked for each bean at the start, so
 * each class is read once, and those of the JDK not at all.
 */
final class AnnotatedTypes {

	static final Set<Class<? extends Annotation>> OURS = Set.of(RolloutPermit.class, SnapOperation.class,
			SnapRemoval.class, ConfigOperation.class);

	private final Map<Class<?>, Boolean> known = new ConcurrentHashMap<>();

	// Whether an annotation is one of ours or composed of one. There are few of them
	private final Map<Class<? extends Annotation>, Boolean> knownAnnotations = new ConcurrentHashMap<>();

	/**
	 * Whether this type or one above it has an annotation, on itself or on a method.
	 */
	boolean contains(@Nullable Class<?> type) {
		// Nobody else can define a class in a package of that name
		if (type == null || type.getName().startsWith("java.")) {
			return false;
		}
		Boolean contained = this.known.get(type);
		if (contained == null) {
			contained = hasAnnotation(type) || isAbove(type);
			this.known.put(type, contained);
		}
		return contained;
	}

	private boolean isAbove(Class<?> type) {
		for (Class<?> implemented : type.getInterfaces()) {
			if (contains(implemented)) {
				return true;
			}
		}
		return contains(type.getSuperclass());
	}

	private boolean hasAnnotation(Class<?> type) {
		if (isAnnotated(type)) {
			return true;
		}
		try {
			for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
				if (isAnnotated(method)) {
					return true;
				}
			}
			return false;
		}
		catch (IllegalStateException | LinkageError ex) {
			return hasAnnotatedMethodInFile(type);
		}
	}

	// Of a class whose methods name another that is missing: an optional feature may rely
	// on that, and if nothing is annotated it is none of ours
	private static boolean hasAnnotatedMethodInFile(Class<?> type) {
		try {
			AnnotationMetadata metadata = new SimpleMetadataReaderFactory(type.getClassLoader())
				.getMetadataReader(type.getName())
				.getAnnotationMetadata();
			return OURS.stream().anyMatch((annotation) -> metadata.hasAnnotatedMethods(annotation.getName()));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private boolean isAnnotated(AnnotatedElement element) {
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			if (this.knownAnnotations.computeIfAbsent(annotation.annotationType(), AnnotatedTypes::isOurs)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOurs(Class<? extends Annotation> type) {
		if (OURS.contains(type)) {
			return true;
		}
		MergedAnnotations composed = MergedAnnotations.from(type);
		return OURS.stream().anyMatch(composed::isPresent);
	}

}
