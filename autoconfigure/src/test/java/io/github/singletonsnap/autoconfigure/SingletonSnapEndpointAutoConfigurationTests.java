package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.actuate.RecentRequests;
import io.github.singletonsnap.actuate.SingletonSnapEndpoint;
import io.github.singletonsnap.actuate.SingletonSnapEndpointWebExtension;
import io.github.singletonsnap.support.LockingApplication;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the endpoint is there.
 */
class SingletonSnapEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=singletonsnap";

	@TempDir
	Path directory;

	private WebApplicationContextRunner contextRunner = new WebApplicationContextRunner();

	@BeforeEach
	void createRunner() {
		this.contextRunner = new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class,
					SingletonSnapEndpointAutoConfiguration.class))
			.withPropertyValues("singleton-snap.unit-name=otelcol/0", "singleton-snap.lock-dir=" + this.directory);
	}

	@Test
	void endpointIsThereIfItIsExposed() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(SingletonSnapEndpoint.class)
				.hasSingleBean(SingletonSnapEndpointWebExtension.class)
				.hasSingleBean(RecentRequests.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x=y", EXPOSED + "|management.endpoint.singletonsnap.access=NONE" })
	void nothingIsRememberedIfNobodyMayAsk(String properties) {
		this.contextRunner.withPropertyValues(properties.split("\\|", -1))
			.run((context) -> assertThat(context).doesNotHaveBean(SingletonSnapEndpoint.class)
				.doesNotHaveBean(RecentRequests.class));
	}

	@Test
	void endpointBacksOffToTheUsersOwn() {
		RecentRequests operations = new RecentRequests();
		this.contextRunner.withPropertyValues(EXPOSED)
			.withBean("own", SingletonSnapEndpoint.class,
					() -> new SingletonSnapEndpoint(
							SingletonSnapManager.builder("own").lockDir(this.directory).listener(operations).build(),
							operations, Show.NEVER))
			.run((context) -> assertThat(context).getBean(SingletonSnapEndpoint.class)
				.extracting((endpoint) -> endpoint.locks().unit())
				.isEqualTo("own"));
	}

	@Test
	void applicationNeedsNeitherActuatorNorMicrometer() throws IOException {
		List<String> command = new ArrayList<>(Peer.javaCommand(LockingApplication.class,
				"--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + this.directory));
		command.replaceAll((word) -> word
			.replaceAll("[^:]*/(spring-boot-[^:/]*(actuator|micrometer)|micrometer-)[^:/]*[.]jar", ""));
		assertThat(command.toString()).doesNotContain("actuator-", "micrometer-");
		try (Peer application = Peer.start(command.toArray(String[]::new))) {
			assertThat(application.readAll()).contains("body ran");
			assertThat(application.waitFor()).isZero();
		}
	}

}
