package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of guarded methods that run when the application is told to stop.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "plain", "future", "mono" })
	void sigtermLetsAGuardedMethodEnd(String kind) throws Exception {
		Path finished = this.directory.resolve("finished");
		try (Peer application = Peer.java(Application.class, this.directory.toString(), kind)) {
			awaitLine(application, "inside");
			Peer.start("kill", "-TERM", String.valueOf(application.pid())).waitFor();
			awaitLine(application, "Waiting for the end of Agent." + kind + " on snap otelcol");
			assertThat(finished).doesNotExist();
			assertThat(Peer.isFreeForFlock(this.directory.resolve("LCK..otelcol"))).isFalse();
			application.send("go on");
			application.waitFor();
			assertThat(finished).exists();
			assertThat(Files.readString(this.directory.resolve("LCK..otelcol"))).doesNotContain("* unit");
		}
	}

	@Test
	void whatIsStillHeldWhenTheTimeIsUpIsNamed(CapturedOutput output) throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		CompletableFuture<Void> inside = new CompletableFuture<>();
		ConfigurableApplicationContext context = start(this.directory.toString(), "1ms");
		Agent agent = context.getBean(Agent.class);
		Thread thread = new Thread(() -> agent.run(inside, end));
		thread.start();
		inside.get(30, TimeUnit.SECONDS);
		context.close();
		assertThat(output.getAll()).containsOnlyOnce("Stopping in the middle of Agent.run on snap otelcol");
		end.countDown();
		thread.join();
	}

	@Test
	void nothingIsWaitedForWhenNothingRuns(CapturedOutput output) {
		start(this.directory.toString(), "1h").close();
		assertThat(output.getAll()).doesNotContain("Waiting for the end").doesNotContain("in the middle");
	}

	private static void awaitLine(Peer application, String text) throws IOException {
		String line = application.readLine();
		while (line != null && !line.contains(text)) {
			line = application.readLine();
		}
		assertThat(line).contains(text);
	}

	private static ConfigurableApplicationContext start(String directory, String timeout) {
		return SpringApplication.run(Configured.class, "--spring.main.web-application-type=none",
				"--spring.main.banner-mode=off", "--singleton-snap.unit-name=a",
				"--singleton-snap.lock-dir=" + directory, "--singleton-snap.snapd.await-changes=never",
				"--spring.lifecycle.timeout-per-shutdown-phase=" + timeout);
	}

	public static class Application {

		public static void main(String[] args) throws Exception {
			Agent agent = start(args[0], "1h").getBean(Agent.class);
			Path finished = Path.of(args[0], "finished");
			switch (args[1]) {
				case "plain" -> agent.plain(finished);
				case "future" -> agent.future(finished).join();
				default -> agent.mono(finished).block();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, LifecycleAutoConfiguration.class,
			SingletonSnapAutoConfiguration.class })
	static class Configured {

		@Bean
		Agent agent() {
			return new Agent();
		}

	}

	static class Agent {

		@SnapOperation("otelcol")
		void run(CompletableFuture<Void> inside, CountDownLatch end) {
			inside.complete(null);
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@SnapOperation("otelcol")
		void plain(Path finished) throws IOException {
			work(finished);
		}

		@SnapOperation("otelcol")
		CompletableFuture<Void> future(Path finished) {
			return CompletableFuture.runAsync(() -> work(finished));
		}

		@SnapOperation("otelcol")
		Mono<Void> mono(Path finished) {
			return Mono.fromRunnable(() -> work(finished));
		}

		private static void work(Path finished) {
			System.out.println("inside");
			try {
				System.in.read();
				Files.write(finished, List.of("finished"));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
