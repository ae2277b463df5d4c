package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.FileSystemUtils;

/**
 * Gives each context of Spring's TestContext framework a lock directory of its own, so
 * that the tests of an application neither wait for the units of the machine nor leave
 * registrations there.
 */
final class TestIsolation implements ContextCustomizerFactory {

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return new Isolation();
	}

	/**
	 * All are equal: contexts are cached by what customizes them.
	 */
	private record Isolation() implements ContextCustomizer {

		// What comes from outside the test class begins with one of these
		private static final Set<String> FIRST_FROM_OUTSIDE = Set.of("servletConfigInitParams",
				"servletContextInitParams", "jndiProperties",
				StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration config) {
			ConfigurableEnvironment environment = context.getEnvironment();
			if (environment.getProperty("singleton-snap.test.isolated", Boolean.class, true)) {
				Path directory = Path.of(System.getProperty("java.io.tmpdir"),
						"singleton-snap-test-" + UUID.randomUUID());
				add(environment.getPropertySources(), properties(directory));
				if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry beans) {
					// The first that is registered is the last that is destroyed
					beans.registerDisposableBean("singletonSnapTestDirectory", deletion(directory));
				}
			}
		}

		private static MapPropertySource properties(Path directory) {
			return new MapPropertySource("singleton-snap tests",
					Map.of("singleton-snap.lock-dir", directory.toString(), "singleton-snap.registration-dir",
							directory.toString(), "singleton-snap.unit-name", "test/0",
							"singleton-snap.snapd.await-changes", "never"));
		}

		/**
		 * Behind what the test class says, and before all else.
		 */
		private static void add(MutablePropertySources sources, MapPropertySource ours) {
			String next = firstFromOutside(sources);
			if (next != null) {
				sources.addBefore(next, ours);
			}
			else {
				sources.addLast(ours);
			}
		}

		private static @Nullable String firstFromOutside(MutablePropertySources sources) {
			return sources.stream()
				.map(PropertySource::getName)
				.filter(FIRST_FROM_OUTSIDE::contains)
				.findFirst()
				.orElse(null);
		}

		private static DisposableBean deletion(Path directory) {
			return () -> {
				try {
					FileSystemUtils.deleteRecursively(directory);
				}
				catch (IOException ex) {
					throw new UncheckedIOException("cannot delete " + directory, ex);
				}
			};
		}

	}

}
