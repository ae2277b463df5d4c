package io.github.singletonsnap.autoconfigure;

import java.util.Set;

import io.github.singletonsnap.aop.PermitSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Properties that have our prefix and that nobody reads: most likely misspelled, and so
 * the setting is another than the one that was written. No reason to refuse the start, as
 * one configuration may serve several versions.
 */
final class UnknownProperties {

	private static final Logger logger = LoggerFactory.getLogger(UnknownProperties.class);

	private static final ConfigurationPropertyName ALL = ConfigurationPropertyName.of("singleton-snap");

	// Its elements are looked at where they are read; of two lists the first one counts
	private static final ConfigurationPropertyName LIST = ALL.append("register");

	private static final ConfigurationPropertyName OF_ROLLOUTS = ALL.append("rollout");

	// Read by what customizes contexts of tests
	private static final ConfigurationPropertyName OF_TESTS = ALL.append("test.isolated");

	private UnknownProperties() {
	}

	static void warn(ApplicationContext context) {
		BoundConfigurationProperties bound = BoundConfigurationProperties.get(context);
		if (bound == null) {
			return;
		}
		Set<ConfigurationPropertyName> known = bound.getAll().keySet();
		Set<ConfigurationPropertyName> set = PropertyNames.withValueBelow(ALL, context.getEnvironment());
		if (!hasPermits(context) && set.removeIf(OF_ROLLOUTS::isAncestorOf)) {
			logger.warn("Properties {}.* change nothing, as there are no permits of rollouts: {}", OF_ROLLOUTS,
					missing(context));
		}
		set.stream()
			.filter((name) -> !known.contains(name) && !LIST.isAncestorOf(name) && !OF_TESTS.equals(name))
			.forEach((name) -> logger
				.warn("Property {} is unknown and changes nothing: see that its name is spelled right", name));
	}

	private static boolean hasPermits(ApplicationContext context) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(context, PermitSource.class, true, false).length > 0;
	}

	private static String missing(ApplicationContext context) {
		return ClassUtils.isPresent("org.springframework.jdbc.core.simple.JdbcClient", context.getClassLoader())
				? "there is no DataSource, or none of several is @Primary"
				: "spring-jdbc is missing; add org.springframework.boot:spring-boot-starter-jdbc and a driver";
	}

}
