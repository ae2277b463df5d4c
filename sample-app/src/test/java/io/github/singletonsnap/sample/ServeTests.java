package io.github.singletonsnap.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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
		this.application = SampleApplication.run("serve", "--server.port=0", "--sample.client=embedded",
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
	void pageIsServed() throws Exception {
		HttpResponse<String> page = send("GET", "/");
		assertThat(page.body()).contains("<script type=\"module\" src=\"page.js\"></script>");
		assertThat(page.headers().firstValue("Content-Security-Policy"))
			.hasValueSatisfying((policy) -> assertThat(policy).contains("script-src 'self'"));
	}

	@Test
	void streamShowsWhatTheEndpointShows() throws Exception {
		send("POST", "/reconcile");
		try (BufferedReader events = new BufferedReader(
				new InputStreamReader(URI.create(url("/events")).toURL().openStream(), StandardCharsets.UTF_8))) {
			assertThat(events.readLine()).isEqualTo("event:hello");
			assertThat(events.lines().filter((line) -> line.startsWith("data:")).findFirst().orElseThrow())
				.contains("\"unit\":\"otelcol_0\"", "\"pid\":" + ProcessHandle.current().pid());
			assertThat(events.lines().filter((line) -> line.contains("recentRequests")).findFirst().orElseThrow())
				.contains("\"unit\":\"otelcol_0\"", "\"operation\":\"CollectorSnap.install\"");
		}
	}

	@Test
	void pageHasNoButtons() throws Exception {
		assertThat(send("POST", "/fleet/add").statusCode()).isEqualTo(404);
	}

	@Test
	void lockThatCannotBeHadIsExplained() throws Exception {
		Files.createDirectories(this.dir.resolve("locks/LCK..otelcol"));
		HttpResponse<String> response = send("POST", "/reconcile");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).startsWith("cannot lock snap \"otelcol\": ");
	}

	private String url(String path) {
		return "http://localhost:" + this.application.getEnvironment().getRequiredProperty("local.server.port") + path;
	}

	private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

}
