package io.github.singletonsnap.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.ObjectUtils;

/**
 * The names of the properties that are set, whatever reads them.
 */
final class PropertyNames {

	private PropertyNames() {
	}

	/**
	 * Those that have a value: what is empty is not bound, and leaves the default.
	 */
	static Set<ConfigurationPropertyName> withValueBelow(ConfigurationPropertyName prefix, Environment environment) {
		Set<ConfigurationPropertyName> names = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((name) -> prefix.isAncestorOf(name) && hasValue(iterable.getConfigurationProperty(name)))
					.forEach(names::add);
			}
		}
		return names;
	}

	private static boolean hasValue(@Nullable ConfigurationProperty property) {
		return property != null && !ObjectUtils.isEmpty(property.getValue());
	}

}
