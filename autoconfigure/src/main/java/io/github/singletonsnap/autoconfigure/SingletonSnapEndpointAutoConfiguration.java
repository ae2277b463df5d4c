package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.actuate.RecentRequests;
import io.github.singletonsnap.actuate.SingletonSnapEndpoint;
import io.github.singletonsnap.actuate.SingletonSnapEndpointWebExtension;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator endpoint {@code singletonsnap}.
 */
@AutoConfiguration(after = SingletonSnapAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(SingletonSnapEndpoint.class)
@ConditionalOnBean(SingletonSnapManager.class)
@EnableConfigurationProperties(SingletonSnapEndpointProperties.class)
public final class SingletonSnapEndpointAutoConfiguration {

	private SingletonSnapEndpointAutoConfiguration() {
	}

	@Bean
	static RecentRequests singletonSnapRecentRequests() {
		return new RecentRequests();
	}

	@Bean
	@ConditionalOnMissingBean
	static SingletonSnapEndpoint singletonSnapEndpoint(SingletonSnapManager manager, RecentRequests requests,
			SingletonSnapEndpointProperties properties) {
		return new SingletonSnapEndpoint(manager, requests, properties.getShowValues());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SingletonSnapEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	static SingletonSnapEndpointWebExtension singletonSnapEndpointWebExtension(SingletonSnapEndpoint endpoint,
			SingletonSnapEndpointProperties properties) {
		return new SingletonSnapEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
	}

}
