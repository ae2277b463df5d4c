package io.github.singletonsnap.lock;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * C functions through {@code java.lang.foreign}, which takes a tenth of the time of JNA
 * for a call. By reflection, as this is compiled for Java 17 and that package is there
 * since Java 22.
 * <p>
 * All arguments are numbers, an address too. There is no {@code errno}: whoever has to
 * know why a call failed makes it again in another way.
 */
final class Downcalls {

	private static final int SINCE = 22;

	private Downcalls() {
	}

	/**
	 * Returns what calls the function, with {@code int} and {@code long} for its
	 * parameters, or {@code null} where that cannot be had.
	 */
	static @Nullable MethodHandle find(String function, Class<?> result, Class<?>... parameters) {
		if (Runtime.version().feature() < SINCE) {
			return null;
		}
		try {
			return bind(function, result, parameters);
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			// Native access may be denied: then JNA says so, or does without
			return null;
		}
	}

	private static @Nullable MethodHandle bind(String function, Class<?> result, Class<?>... parameters)
			throws ReflectiveOperationException {
		Class<?> linkerType = type("Linker");
		Object linker = linkerType.getMethod("nativeLinker").invoke(null);
		Object libc = linkerType.getMethod("defaultLookup").invoke(linker);
		Optional<?> address = (Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(libc, function);
		if (address.isEmpty()) {
			return null;
		}
		Class<?> options = type("Linker$Option").arrayType();
		Method downcall = linkerType.getMethod("downcallHandle", type("MemorySegment"), type("FunctionDescriptor"),
				options);
		return (MethodHandle) downcall.invoke(linker, address.get(), descriptor(result, parameters),
				Array.newInstance(options.componentType(), 0));
	}

	private static Object descriptor(Class<?> result, Class<?>... parameters) throws ReflectiveOperationException {
		Class<?> layoutType = type("MemoryLayout");
		Object layouts = Array.newInstance(layoutType, parameters.length);
		for (int i = 0; i < parameters.length; i++) {
			Array.set(layouts, i, layout(parameters[i]));
		}
		return type("FunctionDescriptor").getMethod("of", layoutType, layouts.getClass())
			.invoke(null, layout(result), layouts);
	}

	private static Object layout(Class<?> number) throws ReflectiveOperationException {
		return type("ValueLayout").getField((number == int.class) ? "JAVA_INT" : "JAVA_LONG").get(null);
	}

	private static Class<?> type(String name) throws ClassNotFoundException {
		return Class.forName("java.lang.foreign." + name);
	}

}
