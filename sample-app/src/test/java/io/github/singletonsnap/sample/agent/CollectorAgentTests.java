package io.github.singletonsnap.sample.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.sample.SampleApplication;
import io.github.singletonsnap.sample.snap.SnapChangeConflictException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.resilience.retry.MethodRetryEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CollectorAgent}, in the application as it is.
 */
class CollectorAgentTests {

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withUserConfiguration(SampleApplication.class);

	@TempDir
	private Path dir;

	private Path config;

	private Path revision;

	private SingletonSnapManager otherUnit;

	@BeforeEach
	void setUp() {
		this.config = this.dir.resolve("config.yaml");
		this.revision = this.dir.resolve("snapd/otelcol/revision");
		this.otherUnit = SingletonSnapManager.builder("other/1").lockDir(this.dir.resolve("locks")).build();
		this.contextRunner = this.contextRunner.withPropertyValues("sample.dir=" + this.dir, "sample.client=embedded",
				"sample.retries=0", "singleton-snap.unit-name=otelcol/0");
	}

	@Test
	void reconcileRegistersUnit() {
		run(CollectorAgent::reconcile);
		assertThat(this.otherUnit.getUnits("otelcol")).containsExactly("otelcol_0");
	}

	@Test
	void reconcileInstallsSnap() {
		run(CollectorAgent::reconcile);
		assertThat(this.revision).hasContent("x1");
	}

	@Test
	void reconcileWritesLineOfUnit() throws IOException {
		Files.writeString(this.config, "other/1: elsewhere:4317\n");
		run(CollectorAgent::reconcile);
		assertThat(this.config).hasContent("otelcol/0: localhost:4317\nother/1: elsewhere:4317");
	}

	@Test
	void secondReconcileChangesNothing() throws IOException {
		run(CollectorAgent::reconcile);
		Object written = fileKey();
		run(CollectorAgent::reconcile);
		assertThat(this.revision).hasContent("x1");
		assertThat(fileKey()).isEqualTo(written);
	}

	@Test
	void reconcileWritesWhatChanged() {
		run(CollectorAgent::reconcile);
		this.contextRunner = this.contextRunner.withPropertyValues("sample.exporter=elsewhere:4317");
		run(CollectorAgent::reconcile);
		assertThat(this.config).hasContent("otelcol/0: elsewhere:4317");
	}

	@Test
	void reconcileInstallsSnapAgainThatIsGone() throws IOException {
		run(CollectorAgent::reconcile);
		Files.delete(this.revision);
		Files.delete(this.revision.getParent());
		run(CollectorAgent::reconcile);
		assertThat(this.revision).exists();
	}

	@Test
	void removeOfLastUnitRemovesSnap() {
		run(CollectorAgent::reconcile);
		run(CollectorAgent::remove);
		assertThat(this.revision).doesNotExist();
		assertThat(this.otherUnit.getUnits("otelcol")).isEmpty();
	}

	@Test
	void removeKeepsSnapThatAnotherUnitUses() {
		this.otherUnit.register("otelcol");
		run(CollectorAgent::reconcile);
		run(CollectorAgent::remove);
		assertThat(this.revision).exists();
		assertThat(this.otherUnit.getUnits("otelcol")).containsExactly("other_1");
	}

	@Test
	void removeKeepsLinesOfOtherUnits() throws IOException {
		Files.writeString(this.config, "other/1: elsewhere:4317\n");
		run(CollectorAgent::reconcile);
		run(CollectorAgent::remove);
		assertThat(this.config).hasContent("other/1: elsewhere:4317");
	}

	@Test
	void removeOfUnitThatIsGoneDoesNothing() {
		run(CollectorAgent::remove);
		assertThat(this.config).doesNotExist();
	}

	@Test
	void unitStaysRegisteredIfRemovalOfSnapFails() throws IOException {
		run(CollectorAgent::reconcile);
		beginChange();
		assertThatExceptionOfType(SnapChangeConflictException.class).isThrownBy(() -> run(CollectorAgent::remove));
		assertThat(this.otherUnit.getUnits("otelcol")).containsExactly("otelcol_0");
	}

	@Test
	void unitIsNotRegisteredIfInstallFails() throws IOException {
		beginChange();
		assertThatExceptionOfType(SnapChangeConflictException.class).isThrownBy(() -> run(CollectorAgent::reconcile));
		assertThat(this.otherUnit.getUnits("otelcol")).isEmpty();
	}

	@Test
	void reconcileInstallsSnapThatKilledUnitDidNotInstall() throws Exception {
		Process dead = new ProcessBuilder("true").start();
		dead.waitFor();
		Files.createDirectories(this.revision.getParent());
		Files.createSymbolicLink(this.dir.resolve("snapd/otelcol.change-1"), Path.of("install-snap " + dead.pid()));
		run(CollectorAgent::reconcile);
		assertThat(this.revision).hasContent("x1");
	}

	@Test
	void whatSnapdRefusedIsRepeatedFromTheLockOn() throws IOException {
		Path change = beginChange();
		this.contextRunner = this.contextRunner.withPropertyValues("sample.retries=1")
			.withBean(ApplicationListener.class, () -> (ApplicationListener<MethodRetryEvent>) (refused) -> {
				elsewhere(() -> this.otherUnit.snapOperation("otelcol", Duration.ZERO)).close();
				endChange(change);
			});
		run(CollectorAgent::reconcile);
		assertThat(this.revision).hasContent("x1");
		assertThat(this.otherUnit.getUnits("otelcol")).containsExactly("otelcol_0");
	}

	@Test
	void newestRevisionIsInstalledThatAnyUnitNeeds() {
		this.otherUnit.register("otelcol", 82);
		runWithRevision(81, CollectorAgent::reconcile);
		assertThat(this.revision).hasContent("82");
		assertThat(this.otherUnit.getRevisions("otelcol")).containsExactly(81, 82);
	}

	@Test
	void formerRevisionOfUnitItselfDoesNotCount() {
		runWithRevision(82, CollectorAgent::reconcile);
		runWithRevision(81, CollectorAgent::reconcile);
		assertThat(this.revision).hasContent("81");
	}

	@Test
	void unitThatLeavesInstallsWhatOthersNeed() {
		this.otherUnit.register("otelcol", 80);
		runWithRevision(81, CollectorAgent::reconcile);
		assertThat(this.revision).hasContent("81");
		runWithRevision(81, CollectorAgent::remove);
		assertThat(this.revision).hasContent("80");
	}

	@Test
	void reconcileWaitsForSnap() {
		try (SnapLock lock = elsewhere(() -> this.otherUnit.snapOperation("otelcol"))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> runWithoutPatience(CollectorAgent::reconcile));
			assertThat(this.revision).doesNotExist();
		}
	}

	@Test
	void reconcileWaitsForConfigFile() {
		try (SnapLock lock = elsewhere(() -> this.otherUnit.configOperation(this.config))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> runWithoutPatience(CollectorAgent::reconcile));
			assertThat(this.config).doesNotExist();
		}
	}

	@Test
	void removeWaitsForConfigFile() {
		run(CollectorAgent::reconcile);
		try (SnapLock lock = elsewhere(() -> this.otherUnit.configOperation(this.config))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> runWithoutPatience(CollectorAgent::remove));
			assertThat(this.config).hasContent("otelcol/0: localhost:4317");
		}
	}

	@Test
	void removeWaitsForSnap() {
		run(CollectorAgent::reconcile);
		try (SnapLock lock = elsewhere(() -> this.otherUnit.snapOperation("otelcol"))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> runWithoutPatience(CollectorAgent::remove));
			assertThat(this.revision).exists();
		}
	}

	@Test
	void agentWorksWithoutLocksAndThenRemovesNoSnap() {
		this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.enabled=false");
		run(CollectorAgent::reconcile);
		assertThat(this.config).exists();
		run(CollectorAgent::remove);
		assertThat(this.revision).exists();
	}

	private void runWithoutPatience(Consumer<CollectorAgent> command) {
		this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.snap-timeout=0s",
				"singleton-snap.config-timeout=0s");
		run(command);
	}

	private void runWithRevision(int wanted, Consumer<CollectorAgent> command) {
		this.contextRunner = this.contextRunner.withPropertyValues("sample.revision=" + wanted);
		run(command);
	}

	// By a process that lives
	private Path beginChange() throws IOException {
		long living = ProcessHandle.current().parent().orElseThrow().pid();
		return Files.createSymbolicLink(Files.createDirectories(this.dir.resolve("snapd")).resolve("otelcol.change-1"),
				Path.of("install-snap " + living));
	}

	private static void endChange(Path change) {
		try {
			Files.delete(change);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void run(Consumer<CollectorAgent> command) {
		this.contextRunner.run((context) -> command.accept(context.getBean(CollectorAgent.class)));
	}

	// By another thread, whose lock this thread would not enter again
	private static SnapLock elsewhere(Supplier<SnapLock> acquisition) {
		return CompletableFuture.supplyAsync(acquisition).join();
	}

	private Object fileKey() throws IOException {
		return Files.readAttributes(this.config, BasicFileAttributes.class).fileKey();
	}

}
