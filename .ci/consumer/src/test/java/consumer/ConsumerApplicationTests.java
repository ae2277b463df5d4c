package consumer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import consumer.Collector.Snap;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same jar, whatever Spring Boot it is used with.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ConsumerApplicationTests {

	@Autowired
	private Collector collector;

	@Value("${singleton-snap.lock-dir}")
	private Path lockDir;

	@Value("${local.server.port}")
	private int port;

	@Test
	void runsOnTheSpringBootThatWasAskedFor() {
		assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot.version"));
	}

	@Test
	void annotatedMethodExcludesFlock() throws Exception {
		assertThat(this.collector.operate(new Snap("otelcol"), this::isFree)).isFalse();
		assertThat(isFree()).isTrue();
	}

	@Test
	void endpointTellsWhoHoldsTheLock() throws Exception {
		assertThat(this.collector.operate(new Snap("otelcol"), () -> get("/actuator/singletonsnap/otelcol")))
			.contains("\"pid\":" + ProcessHandle.current().pid());
	}

	private boolean isFree() {
		try {
			Process flock = new ProcessBuilder("flock", "--nonblock", "--conflict-exit-code", "99",
					this.lockDir.resolve("LCK..otelcol").toString(), "true")
				.inheritIO()
				.start();
			int status = flock.waitFor();
			assertThat(status).isIn(0, 99);
			return status == 0;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String get(String path) {
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
