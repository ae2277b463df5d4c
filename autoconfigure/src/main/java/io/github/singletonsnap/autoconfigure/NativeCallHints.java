package io.github.singletonsnap.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * Keeps for a native image what the calls of C functions look up by reflection. Foreign
 * calls have to be known by their signatures too, for which there are no hints: those are
 * in {@code reachability-metadata.json}. By name, as the lock knows no Spring, and nobody
 * but the root knows the lock.
 */
final class NativeCallHints implements RuntimeHintsRegistrar {

	private static final String LIBC = "io.github.singletonsnap.lock.LibC$";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		ReflectionHints reflection = hints.reflection();
		// JNA looks for their native methods
		for (String mapped : List.of("Jna", "Statx")) {
			reflection.registerType(TypeReference.of(LIBC + mapped), MemberCategory.INVOKE_DECLARED_METHODS);
		}
		// JNA implements this one, and looks for options in its fields
		TypeReference variadic = TypeReference.of(LIBC + "Variadic");
		reflection.registerType(variadic,
				(type) -> type.withMembers(MemberCategory.INVOKE_DECLARED_METHODS).withField("LIBRARY"));
		hints.proxies().registerJdkProxy(variadic);
		registerForeign(reflection);
	}

	private static void registerForeign(ReflectionHints reflection) {
		reflection
			.registerType(foreign("Linker"), (type) -> type.withMethod("nativeLinker", List.of(), ExecutableMode.INVOKE)
				.withMethod("defaultLookup", List.of(), ExecutableMode.INVOKE)
				.withMethod("downcallHandle",
						List.of(foreign("MemorySegment"), foreign("FunctionDescriptor"), foreign("Linker$Option[]")),
						ExecutableMode.INVOKE));
		reflection.registerType(foreign("SymbolLookup"),
				(type) -> type.withMethod("find", List.of(TypeReference.of(String.class)), ExecutableMode.INVOKE));
		reflection.registerType(foreign("FunctionDescriptor"), (type) -> type.withMethod("of",
				List.of(foreign("MemoryLayout"), foreign("MemoryLayout[]")), ExecutableMode.INVOKE));
		reflection.registerType(foreign("ValueLayout"), (type) -> type.withField("JAVA_INT").withField("JAVA_LONG"));
		for (String named : List.of("MemorySegment", "MemoryLayout", "MemoryLayout[]", "Linker$Option",
				"Linker$Option[]")) {
			reflection.registerType(foreign(named));
		}
	}

	private static TypeReference foreign(String name) {
		return TypeReference.of("java.lang.foreign." + name);
	}

}
