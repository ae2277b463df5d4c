package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.observation.ObservedRolloutPermits;
import io.github.singletonsnap.rollout.RolloutPermits;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Auto-configuration of the observations {@code singleton.snap.rollout}.
 */
@AutoConfiguration(
		after = { SingletonSnapRolloutAutoConfiguration.class, SingletonSnapObservationAutoConfiguration.class })
@ConditionalOnClass({ JdbcClient.class, ObservationRegistry.class })
@ConditionalOnBean({ RolloutPermits.class, ObservationRegistry.class })
public final class SingletonSnapRolloutObservationAutoConfiguration {

	private SingletonSnapRolloutObservationAutoConfiguration() {
	}

	// Created before other beans: static, and asking for the registry when it is needed
	@Bean
	static BeanPostProcessor singletonSnapRolloutObservations(ObjectProvider<ObservationRegistry> registry) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof RolloutPermits permits)
						? new ObservedRolloutPermits(permits, registry.getObject()) : bean;
			}

		};
	}

}
