package io.github.singletonsnap.autoconfigure;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The names of the properties that are set, whatever reads them.
 */
final class PropertyNames {

	private PropertyNames() {
	}

	static SortedSet<ConfigurationPropertyName> below(ConfigurationPropertyName prefix, Environment environment) {
		return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream())
			.filter(prefix::isAncestorOf)
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
