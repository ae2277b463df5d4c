package io.github.singletonsnap.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the command {@code serve}, as an operator sees it.
 */
class ServeTests {

	@TempDir
	private Path dir;

	private ConfigurableApplicationContext application;

	@BeforeEach
	void serve() {
		this.application = SampleApplication.serve("serve", "--server.port=0", "--sample.client=embedded",
				"--sample.dir=" + this.dir, "--singleton-snap.unit-name=otelcol/0");
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void annotatedMethodsRunAndAreShown() throws Exception {
		assertThat(send("POST", "/reconcile").body()).isEqualTo("reconciled\n");
		assertThat(send("GET", "/actuator/singletonsnap").body()).contains("\"unit\":\"otelcol_0\"")
			.contains("\"operation\":\"CollectorSnap.install\"");
		assertThat(send("GET", "/actuator/prometheus").body())
			.containsPattern("singleton_snap_operation_seconds_count\\{[^}]*name=\"otelcol\"[^}]*} 1");
	}

	@Test
	void lockThatCannotBeHadIsExplained() throws Exception {
		Files.createDirectories(this.dir.resolve("locks/LCK..otelcol"));
		HttpResponse<String> response = send("POST", "/reconcile");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).startsWith("cannot lock snap \"otelcol\": ");
	}

	private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
		String port = this.application.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

}
