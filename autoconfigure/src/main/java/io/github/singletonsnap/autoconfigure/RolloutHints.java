package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.rollout.RolloutSchema;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.ClassPathResource;

/**
 * Keeps the script that makes the table of permits for a native image.
 */
final class RolloutHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerResource(new ClassPathResource("schema.sql", RolloutSchema.class));
	}

}
