package io.github.singletonsnap.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
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
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !cause.getName().toString().startsWith(ManagerFactory.PREFIX)) {
			return null;
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(cause.getTarget().getType().resolve(Object.class));
		return new FailureAnalysis("Property " + property.getName() + " is not usable: \"" + property.getValue()
				+ "\" is not " + expected(type) + ". It comes from " + property.getOrigin() + ".", action(type), cause);
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
		return (type == Path.class) ? "a path" : "what is expected";
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
		return (type == Path.class) ? "Use the absolute path of a directory."
				: "Use the form singleton-snap.register[0].snap=otelcol.";
	}

}
