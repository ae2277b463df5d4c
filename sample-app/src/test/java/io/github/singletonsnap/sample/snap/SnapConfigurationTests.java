package io.github.singletonsnap.sample.snap;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SnapConfiguration}.
 */
class SnapConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(TestConfiguration.class)
		.withPropertyValues("sample.state-dir=state");

	@Test
	void snapdIsUsedIfWanted() {
		this.contextRunner.withPropertyValues("sample.client=snapd", "sample.snap-file=otelcol_1.0.snap")
			.run((context) -> assertThat(context).hasSingleBean(SnapCommand.class));
	}

	@Test
	void snapdIsNotUsedWithoutFile() {
		this.contextRunner.withPropertyValues("sample.client=snapd")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(
						"sample.client=snapd also needs sample.snap-file, the file to install, or sample.revision"));
	}

	@Test
	void snapdIsUsedWithRevisionFromStore() {
		this.contextRunner.withPropertyValues("sample.client=snapd", "sample.revision=80")
			.run((context) -> assertThat(context).hasSingleBean(SnapCommand.class));
	}

	@Test
	void fileHasNoRevision() {
		this.contextRunner.withPropertyValues("sample.snap-file=otelcol_1.0.snap", "sample.revision=80")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("sample.snap-file cannot be used with sample.revision: a local file has none"));
	}

	@Test
	void standInIsUsedIfWanted() {
		this.contextRunner.withPropertyValues("sample.client=embedded", "sample.snap-file=otelcol_1.0.snap")
			.run((context) -> assertThat(context).hasSingleBean(EmbeddedSnapd.class));
	}

	@Test
	void standInIsUsedIfThereIsNothingToInstall() {
		this.contextRunner.withPropertyValues("sample.client=auto")
			.run((context) -> assertThat(context).hasSingleBean(EmbeddedSnapd.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(SnapProperties.class)
	@Import(SnapConfiguration.class)
	static class TestConfiguration {

	}

}
