package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.aop.Annotations.Placed;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.ProxyCreationContext;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;

/**
 * Which methods are guarded and by what. Reads the annotations of each once.
 */
final class GuardSource {

	private final GuardReader reader;

	private final AnnotatedTypes types = new AnnotatedTypes();

	private final Set<String> advised = ConcurrentHashMap.newKeySet();

	private final Map<MethodClassKey, Guard> known = new ConcurrentHashMap<>();

	GuardSource(GuardReader reader) {
		this.reader = reader;
	}

	/**
	 * Whether any method of the class may be guarded.
	 */
	boolean mayGuard(Class<?> beanClass) {
		return this.types.contains(beanClass);
	}

	boolean isGuarded(Method method, Class<?> beanClass) {
		return mayGuard(beanClass) && !annotations(method, beanClass).isEmpty();
	}

	/**
	 * What guards a method.
	 * @throws UnusableGuardException if the method cannot be guarded
	 */
	Guard guard(Method method, Class<?> beanClass) {
		MethodClassKey key = new MethodClassKey(method, beanClass);
		Guard guard = this.known.get(key);
		if (guard == null) {
			guard = read(method, beanClass);
			this.known.put(key, guard);
		}
		return guard;
	}

	private Guard read(Method method, Class<?> beanClass) {
		return this.reader.read(annotations(method, beanClass), AopUtils.getMostSpecificMethod(method, beanClass),
				beanClass);
	}

	/**
	 * The snap that a method removes, as its annotation has it; {@code null} if it does
	 * not.
	 */
	@Nullable String findRemoved(Method method, Class<?> beanClass) {
		for (Placed placed : annotations(method, beanClass).snaps()) {
			if (placed.annotation() instanceof SnapRemoval removal) {
				return removal.value();
			}
		}
		return null;
	}

	/**
	 * Remembers the bean for which a proxy is being made that takes its locks, so that it
	 * is known when somebody wraps that.
	 */
	void markAdvised() {
		String name = ProxyCreationContext.getCurrentProxiedBeanName();
		if (name != null) {
			this.advised.add(name);
		}
	}

	boolean isAdvised(String name) {
		return this.advised.contains(name);
	}

	private static Annotations annotations(Method method, Class<?> beanClass) {
		return Annotations.of(AopUtils.getMostSpecificMethod(method, beanClass), beanClass);
	}

}
