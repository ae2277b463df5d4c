package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.actuate.SingletonSnapRolloutEndpoint;
import io.github.singletonsnap.actuate.SingletonSnapRolloutEndpointWebExtension;
import io.github.singletonsnap.rollout.RolloutPermits;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Auto-configuration of the actuator endpoint {@code singletonsnaprollout}.
 */
@AutoConfiguration(after = SingletonSnapRolloutAutoConfiguration.class)
@ConditionalOnClass({ JdbcClient.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(SingletonSnapRolloutEndpoint.class)
@ConditionalOnBean(RolloutPermits.class)
public final class SingletonSnapRolloutEndpointAutoConfiguration {

	private SingletonSnapRolloutEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	static SingletonSnapRolloutEndpoint singletonSnapRolloutEndpoint(ObjectProvider<RolloutPermits> permits) {
		return new SingletonSnapRolloutEndpoint(permits::getObject);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SingletonSnapRolloutEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	static SingletonSnapRolloutEndpointWebExtension singletonSnapRolloutEndpointWebExtension(
			SingletonSnapRolloutEndpoint endpoint) {
		return new SingletonSnapRolloutEndpointWebExtension(endpoint);
	}

}
