package io.github.singletonsnap.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.singletonsnap.autoconfigure.SingletonSnapProperties.Use;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * Says what to write instead of a value that has not the type of its property. Before
 * Boot's own, which does not know.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnusableValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!cause.getName().toString().startsWith(ManagerFactory.PREFIX)) {
			return null;
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(cause.getTarget().getType().resolve(Object.class));
		Form form = Form.of(type);
		ConfigurationProperty property = cause.getProperty();
		if (property != null) {
			return analysis(property.getName(), "\"" + property.getValue() + "\" is not " + form.expected()
					+ ". It comes from " + property.getOrigin(), form, cause);
		}
		// Boot takes what has parts for none
		return (type == Use.class)
				? analysis(cause.getName(), "its value is a text alone, but an entry has parts", form, cause) : null;
	}

	private static FailureAnalysis analysis(ConfigurationPropertyName name, String problem, Form form,
			BindException cause) {
		return new FailureAnalysis("Property " + name + " is not usable: " + problem + ".", form.action(), cause);
	}

	/**
	 * What a value of a type is, and how it is written.
	 *
	 * @param expected what it is
	 * @param action what to do
	 */
	private record Form(String expected, String action) {

		private static final Map<Class<?>, Form> FORMS = Map.of(Duration.class,
				new Form("a duration", "Use a duration such as 30s or 5m."), Boolean.class,
				new Form("true or false", "Use true, or false to lock within this process only."), Integer.class,
				new Form("a whole number", "Use a whole number such as 80, or leave the property out."), Path.class,
				new Form("a path", "Use the absolute path of a directory."), List.class,
				new Form("a list", ListedSnaps.FORM));

		static Form of(Class<?> type) {
			if (type.isEnum()) {
				return new Form("one of its values",
						Stream.of(type.getEnumConstants())
							.map((value) -> value.toString().toLowerCase(Locale.ROOT))
							.collect(Collectors.joining(", ", "Use one of: ", ".")));
			}
			return FORMS.getOrDefault(type, new Form("an entry of the list", ListedSnaps.FORM));
		}

	}

}
