package io.github.singletonsnap.sample.serve;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Keeps the start of the other commands as quick as if there were neither a web server
 * nor metrics on the class path. An application that only serves does not need this.
 */
class OnlyWhatCommandsNeed implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final List<String> NEEDED = List.of("io.github.singletonsnap.",
			"org.springframework.boot.autoconfigure.aop.", "org.springframework.boot.autoconfigure.context.");

	private @Nullable Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
		boolean all = Objects.requireNonNull(this.environment).acceptsProfiles(Profiles.of(ServeController.PROFILE));
		boolean[] matches = new boolean[classes.length];
		for (int i = 0; i < classes.length; i++) {
			String name = classes[i];
			matches[i] = all || (name != null && NEEDED.stream().anyMatch(name::startsWith));
		}
		return matches;
	}

}
