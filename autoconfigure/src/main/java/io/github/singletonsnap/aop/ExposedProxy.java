package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopContext;
import org.springframework.util.ReflectionUtils;

/**
 * The proxy that {@link AopContext} has in a thread, if proxies are exposed, for a call
 * that goes on in another one.
 */
final class ExposedProxy {

	static final ExposedProxy NONE = new ExposedProxy(null);

	private final @Nullable Object proxy;

	private ExposedProxy(@Nullable Object proxy) {
		this.proxy = proxy;
	}

	static ExposedProxy current() {
		try {
			return new ExposedProxy(AopContext.currentProxy());
		}
		catch (IllegalStateException ex) {
			return NONE;
		}
	}

	@Nullable Object call(Call call) throws Throwable {
		if (this.proxy == null) {
			return call.call();
		}
		Object before = set(this.proxy);
		try {
			return call.call();
		}
		finally {
			set(before);
		}
	}

	// Spring sets it for its own proxies only
	private static @Nullable Object set(@Nullable Object proxy) {
		Method setter = Objects
			.requireNonNull(ReflectionUtils.findMethod(AopContext.class, "setCurrentProxy", Object.class));
		ReflectionUtils.makeAccessible(setter);
		return ReflectionUtils.invokeMethod(setter, null, proxy);
	}

	interface Call {

		@Nullable Object call() throws Throwable;

	}

}
