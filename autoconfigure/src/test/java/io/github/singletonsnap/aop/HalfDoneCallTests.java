package io.github.singletonsnap.aop;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An annotated method that ends well ends the notice of what was left half done; one that
 * throws passes it on.
 */
class HalfDoneCallTests extends GuardedContext {

	private static boolean isTold(SingletonSnapManager manager) {
		SnapLock lock = manager.snapOperation("otelcol");
		boolean told = lock.abandonedBy().isPresent();
		lock.closeAfterFailure();
		return told;
	}

	private static void call(Agent agent, String kind, boolean broken) throws IOException {
		switch (kind) {
			case "plain" -> agent.plain(broken);
			case "future" -> agent.future(broken).join();
			case "mono" -> agent.mono(broken).block();
			default -> agent.removal(broken);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "future", "mono", "removal" })
	void methodThatThrowsPassesTheNoticeOnAndOneThatEndsWellEndsIt(String kind) {
		this.contextRunner.withBean(Agent.class).run((context) -> {
			SingletonSnapManager manager = context.getBean(SingletonSnapManager.class);
			Agent agent = context.getBean(Agent.class);
			manager.register("otelcol", 1);
			manager.operation("install").snaps("otelcol").acquire().abandon();
			assertThatThrownBy(() -> call(agent, kind, true)).hasStackTraceContaining("broken");
			assertThat(isTold(manager)).isTrue();
			call(agent, kind, false);
			assertThat(isTold(manager)).isFalse();
		});
	}

	@Test
	void methodThatThrowsAddsNoNotice() {
		this.contextRunner.withBean(Agent.class).run((context) -> {
			assertThatThrownBy(() -> context.getBean(Agent.class).plain(true)).hasMessage("broken");
			assertThat(isTold(context.getBean(SingletonSnapManager.class))).isFalse();
		});
	}

	static class Agent {

		@SnapOperation("otelcol")
		void plain(boolean broken) throws IOException {
			work(broken);
		}

		@SnapRemoval("otelcol")
		void removal(boolean broken) throws IOException {
			work(broken);
		}

		@SnapOperation("otelcol")
		CompletableFuture<String> future(boolean broken) {
			return CompletableFuture.supplyAsync(() -> {
				if (broken) {
					throw new IllegalStateException("broken");
				}
				return "";
			});
		}

		@SnapOperation("otelcol")
		Mono<String> mono(boolean broken) {
			return broken ? Mono.error(new IllegalStateException("broken")) : Mono.just("");
		}

		private static void work(boolean broken) throws IOException {
			if (broken) {
				throw new IOException("broken");
			}
		}

	}

}
