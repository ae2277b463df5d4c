package io.github.singletonsnap.autoconfigure;

import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ApplicationContext;

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
		PropertyNames.withValueBelow(ALL, context.getEnvironment())
			.stream()
			.filter((name) -> !known.contains(name) && !LIST.isAncestorOf(name) && !OF_TESTS.equals(name))
			.forEach((name) -> logger
				.warn("Property {} is unknown and changes nothing: see that its name is spelled right", name));
	}

}
