package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.annotation.OnTimeout;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.support.FakeSnapd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Whether annotated methods wait for snapd, as {@code singleton-snap.snapd.await-changes}
 * says.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AwaitChangesTests {

	@TempDir
	Path directory;

	private Path socket;

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner();

	@BeforeEach
	void createRunner() {
		this.socket = this.directory.resolve("snapd.socket");
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class))
			.withPropertyValues("singleton-snap.unit-name=otelcol/0",
					"singleton-snap.lock-dir=" + this.directory.resolve("locks"),
					"singleton-snap.snapd.socket=" + this.socket, "singleton-snap.register[0].snap=otelcol")
			.withBean(Agent.class);
	}

	private static Object call(Agent agent, String method) {
		return switch (method) {
			case "plain" -> agent.plain();
			case "future" -> agent.future().join();
			case "mono" -> Optional.ofNullable(agent.mono().block());
			default -> agent.removal();
		};
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "future", "mono", "removal" })
	void methodOfWhateverKindDoesNotRunWhileAChangeIsInProgress(String method) throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.snap-timeout=0s");
			this.contextRunner.run((context) -> {
				Agent agent = context.getBean(Agent.class);
				assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(() -> call(agent, method))
					.withMessageContaining("change 7");
				assertThat(agent.calls()).isZero();
				snapd.done();
				call(agent, method);
				assertThat(agent.calls()).isOne();
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "future", "mono", "removal" })
	void methodOfWhateverKindRunsWhenTheChangeHasEnded(String method) throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			this.contextRunner.run((context) -> {
				Agent agent = context.getBean(Agent.class);
				CompletableFuture<Object> called = CompletableFuture.supplyAsync(() -> call(agent, method));
				await().until(() -> snapd.questions().size() > 3);
				assertThat(agent.calls()).isZero();
				snapd.done();
				called.get(30, TimeUnit.SECONDS);
				assertThat(agent.calls()).isOne();
			});
		}
	}

	@Test
	void callIsSkippedForAChangeTooIfItsAnnotationSaysSo() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			this.contextRunner.run((context) -> {
				Agent agent = context.getBean(Agent.class);
				assertThat(agent.skips()).isEmpty();
				assertThat(agent.calls()).isZero();
				assertThat(snapd.questions()).isNotEmpty();
			});
		}
	}

	@Test
	void nobodyIsAskedIfThePropertySaysSo() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket).busyWith(FakeSnapd.CHANGE)) {
			this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.snapd.await-changes=never");
			this.contextRunner.run((context) -> {
				context.getBean(Agent.class).plain();
				assertThat(snapd.questions()).isEmpty();
			});
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void machineWithoutSocketHasNoSnapd(boolean file) throws IOException {
		if (file) {
			Files.createFile(this.socket);
		}
		this.contextRunner.run((context) -> context.getBean(Agent.class).plain());
		this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.snapd.await-changes=always");
		this.contextRunner.run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("there is no socket of snapd at " + this.socket));
	}

	@Test
	void socketThatMustBeThereIsAsked() throws IOException {
		try (FakeSnapd snapd = new FakeSnapd(this.socket)) {
			this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.snapd.await-changes=always");
			this.contextRunner.run((context) -> {
				context.getBean(Agent.class).plain();
				assertThat(snapd.questions()).contains("/v2/changes?select=in-progress&for=otelcol");
			});
		}
	}

	static class Agent {

		private final AtomicInteger calls = new AtomicInteger();

		int calls() {
			return this.calls.get();
		}

		@SnapOperation("otelcol")
		Optional<String> plain() {
			return work();
		}

		@SnapOperation("otelcol")
		CompletableFuture<Optional<String>> future() {
			return CompletableFuture.supplyAsync(this::work);
		}

		@SnapOperation("otelcol")
		Mono<String> mono() {
			return Mono.fromSupplier(() -> work().orElseThrow());
		}

		@SnapRemoval("otelcol")
		Optional<String> removal() {
			return work();
		}

		@SnapOperation(value = "otelcol", timeout = "0s", onTimeout = OnTimeout.SKIP)
		Optional<String> skips() {
			return work();
		}

		private Optional<String> work() {
			this.calls.incrementAndGet();
			return Optional.of("ran");
		}

	}

}
