package io.github.singletonsnap.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
		ConfigurationProperty property = cause.getProperty();
		if (property != null) {
			return analysis(property.getName(), "\"" + property.getValue() + "\" is not " + expected(type)
					+ ". It comes from " + property.getOrigin(), type, cause);
		}
		// Boot takes what has parts for none
		return (type == Use.class)
				? analysis(cause.getName(), "its value is a text alone, but an entry has parts", type, cause) : null;
	}

	private static FailureAnalysis analysis(ConfigurationPropertyName name, String problem, Class<?> type,
			BindException cause) {
		return new FailureAnalysis("Property " + name + " is not usable: " + problem + ".", action(type), cause);
	}

	private static String expected(Class<?> type) {
		if (type == Duration.class) {
			return "a duration";
		}
		if (type == Boolean.class) {
			return "true or false";
		}
		if (type == Integer.class) {
			return "a whole number";
		}
		if (type.isEnum()) {
			return "one of its values";
		}
		if (type == Path.class) {
			return "a path";
		}
		return (type == List.class) ? "a list" : "an entry of the list";
	}

	private static String action(Class<?> type) {
		if (type == Duration.class) {
			return "Use a duration such as 30s or 5m.";
		}
		if (type == Boolean.class) {
			return "Use true, or false to lock within this process only.";
		}
		if (type == Integer.class) {
			return "Use a whole number such as 80, or leave the property out.";
		}
		if (type.isEnum()) {
			return Stream.of(type.getEnumConstants())
				.map((value) -> value.toString().toLowerCase(Locale.ROOT))
				.collect(Collectors.joining(", ", "Use one of: ", "."));
		}
		return (type == Path.class) ? "Use the absolute path of a directory." : ListedSnaps.FORM;
	}

}
