package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.event.AbandonedOperationFoundEvent;
import io.github.singletonsnap.event.SnapRemovalSkippedEvent;
import io.github.singletonsnap.support.HoldingPeer;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application is told by events.
 */
class SnapEventTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner();

	@BeforeEach
	void createRunner() {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class))
			.withUserConfiguration(Listener.class)
			.withPropertyValues("singleton-snap.unit-name=otelcol/0", "singleton-snap.lock-dir=" + this.directory);
	}

	@Test
	void abandonedOperationIsPublishedWhileTheLockIsHeld() throws IOException {
		try (Peer dead = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held")) {
			dead.kill();
			this.contextRunner.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
				listener.whenFound = () -> manager.assertHeld("otelcol");
				try (SnapLock lock = manager.snapOperation("otelcol")) {
					assertThat(listener.found).singleElement().satisfies((event) -> {
						assertThat(event.request().name()).isEqualTo("otelcol");
						assertThat(event.abandoned().unit()).isEqualTo("unit_" + dead.pid());
						assertThat(event.abandoned().operation()).isEqualTo("test");
					});
				}
				manager.snapOperation("otelcol").close();
				assertThat(listener.found).hasSize(1);
				assertThat(listener.repaired).hasSize(1);
			});
		}
	}

	@Test
	void skippedRemovalIsPublishedWithTheUnitsThatUseTheSnap() {
		this.contextRunner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			SingletonSnapManager.builder("b/0").lockDir(this.directory).build().register("otelcol");
			context.getBean(SingletonSnapManager.class).removeIfUnused("otelcol", () -> {
			});
			assertThat(listener.skipped).singleElement().satisfies((event) -> {
				assertThat(event.snap()).isEqualTo("otelcol");
				assertThat(event.usedBy()).containsExactly("b_0");
			});
		});
	}

	@Test
	void skippedAnnotatedRemovalIsPublishedToo() {
		this.contextRunner.withBean(Remover.class).run((context) -> {
			SingletonSnapManager.builder("b/0").lockDir(this.directory).build().register("otelcol");
			context.getBean(Remover.class).remove();
			assertThat(context.getBean(Listener.class).skipped).hasSize(1);
		});
	}

	static class Remover {

		@SnapRemoval("otelcol")
		void remove() {
			throw new IllegalStateException("removed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		private final List<AbandonedOperationFoundEvent> found = new CopyOnWriteArrayList<>();

		private final List<AbandonedOperationFoundEvent> repaired = new CopyOnWriteArrayList<>();

		private final List<SnapRemovalSkippedEvent> skipped = new CopyOnWriteArrayList<>();

		private Runnable whenFound = () -> {
		};

		@EventListener
		void onAbandonedOperation(AbandonedOperationFoundEvent event) {
			this.found.add(event);
			this.whenFound.run();
			this.repaired.add(event);
		}

		@EventListener
		void onSkippedRemoval(SnapRemovalSkippedEvent event) {
			this.skipped.add(event);
		}

	}

}
