package io.github.singletonsnap.aop;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * Keeps for a native image what is read there by reflection of a bean that has guarded
 * methods: of its class and all above it the methods, with their annotations, since one
 * that cannot be seen would run without its lock; and what expressions can read.
 */
final class GuardedBeanHints implements BeanRegistrationAotProcessor {

	private static final BindingReflectionHintsRegistrar READ = new BindingReflectionHintsRegistrar();

	private final AnnotatedTypes types = new AnnotatedTypes();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Set<Class<?>> guarded = new LinkedHashSet<>();
		guarded.add(ClassUtils.getUserClass(bean.getBeanClass()));
		// What a factory bean makes
		Class<?> made = bean.getBeanFactory().getType(bean.getBeanName(), false);
		if (made != null) {
			guarded.add(ClassUtils.getUserClass(made));
		}
		guarded.removeIf((type) -> !this.types.contains(type));
		return guarded.isEmpty() ? null
				: (context, code) -> guarded.forEach((type) -> register(type, context.getRuntimeHints()));
	}

	private static void register(Class<?> beanClass, RuntimeHints hints) {
		hints.reflection()
			.registerType(Expressions.Root.class, MemberCategory.INVOKE_DECLARED_METHODS)
			.registerType(Method.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		for (Class<?> type : typesOf(beanClass)) {
			hints.reflection().registerType(type, MemberCategory.INVOKE_DECLARED_METHODS);
			registerAnnotations(type, hints);
			for (Method method : type.getDeclaredMethods()) {
				registerAnnotations(method, hints);
				if (!Annotations.of(AopUtils.getMostSpecificMethod(method, beanClass), beanClass).isEmpty()) {
					READ.registerReflectionHints(hints.reflection(), method.getGenericParameterTypes());
				}
			}
		}
	}

	private static Set<Class<?>> typesOf(Class<?> beanClass) {
		Set<Class<?>> types = new LinkedHashSet<>();
		for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
			types.add(type);
		}
		types.addAll(ClassUtils.getAllInterfacesForClassAsSet(beanClass));
		types.removeIf((type) -> type.getName().startsWith("java."));
		return types;
	}

	/**
	 * With those that are composed of ours. Spring makes a proxy of one whose attributes
	 * come from another.
	 */
	private static void registerAnnotations(AnnotatedElement element, RuntimeHints hints) {
		MergedAnnotations.from(element)
			.stream()
			.filter((annotation) -> AnnotatedTypes.OURS.contains(annotation.getType()))
			.flatMap((annotation) -> annotation.getMetaTypes().stream())
			.forEach((type) -> {
				hints.reflection().registerType(type, MemberCategory.INVOKE_DECLARED_METHODS);
				hints.proxies().registerJdkProxy(type);
			});
	}

}
