package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.observation.ObservedSnapLocks;
import io.github.singletonsnap.observation.SnapLockObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the observations {@code singleton.snap.acquire} and
 * {@code singleton.snap.operation}. Without an {@link ObservationRegistry}, or with one
 * that ignores all, there are none.
 */
@AutoConfiguration(after = SingletonSnapAutoConfiguration.class,
		// Of Spring Boot 3.5, and of 4
		afterName = { "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ SingletonSnapManager.class, ObservationRegistry.class })
public final class SingletonSnapObservationAutoConfiguration {

	private SingletonSnapObservationAutoConfiguration() {
	}

	// One for a manager, also where a child context uses that of its parent
	@Bean
	@ConditionalOnMissingBean(name = "singletonSnapObservations")
	static @Nullable SnapLockListener singletonSnapObservations(ObservationRegistry registry,
			ObjectProvider<SnapLockObservationConvention> convention) {
		return registry.isNoop() ? null : new ObservedSnapLocks(registry, convention.getIfAvailable());
	}

}
