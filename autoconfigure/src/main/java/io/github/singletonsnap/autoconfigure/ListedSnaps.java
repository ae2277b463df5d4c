package io.github.singletonsnap.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.singletonsnap.autoconfigure.SingletonSnapProperties.Use;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;

/**
 * The snaps that are listed in {@code singleton-snap.register}. What is written there in
 * another form would be dropped in silence, and the snap be removed under this unit: it
 * is refused.
 *
 * @param uses the snaps, each once
 */
record ListedSnaps(List<Use> uses) {

	static final String FORM = """
			Write it in this form, with a revision only if the unit asks for one:

			    singleton-snap:
			      register:
			      - snap: otelcol
			        revision: 80

			In application.properties that is singleton-snap.register[0].snap=otelcol.""";

	private static final ConfigurationPropertyName LIST = ConfigurationPropertyName.of("singleton-snap.register");

	private static final Set<String> PARTS = Set.of("snap", "revision");

	static ListedSnaps of(List<Use> uses, Environment environment) {
		PropertyNames.withValueBelow(LIST, environment).forEach((name) -> {
			String problem = problem(name);
			if (problem != null) {
				throw SingletonSnapConfigurationException.ofProperty(name, problem, FORM, null);
			}
		});
		Map<String, Integer> places = new HashMap<>();
		for (int i = 0; i < uses.size(); i++) {
			Integer first = places.putIfAbsent(uses.get(i).snap(), i);
			if (first != null) {
				throw SingletonSnapConfigurationException.ofProperty(LIST + "[" + i + "]",
						"snap \"" + uses.get(i).snap() + "\" is listed already, as " + LIST + "[" + first + "]",
						"Remove one of the two: a unit asks for one revision of a snap.", null);
			}
		}
		return new ListedSnaps(List.copyOf(uses));
	}

	private static @Nullable String problem(ConfigurationPropertyName name) {
		int place = LIST.getNumberOfElements();
		if (!name.isNumericIndex(place)) {
			return LIST + " is a list of entries, and no map with names such as \""
					+ name.getElement(place, Form.ORIGINAL) + "\"";
		}
		boolean known = name.getNumberOfElements() == place + 2
				&& PARTS.contains(name.getElement(place + 1, Form.UNIFORM));
		return known ? null : "an entry has snap and revision, and nothing else";
	}

}
