package io.github.singletonsnap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.state.LockDirCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The manager without files.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InMemoryManagerTests {

	private final SingletonSnapManager manager = SingletonSnapManager.inMemory("test/0");

	@Test
	void otherThreadsWaitAndManagersOfTheSameJvmToo() throws Exception {
		int[] counter = { 0 };
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			SingletonSnapManager each = SingletonSnapManager.inMemory("unit/" + i);
			threads.add(CompletableFuture.runAsync(() -> {
				for (int j = 0; j < 500; j++) {
					try (SnapLock lock = each.snapOperation("otelcol", Duration.ofSeconds(50))) {
						// Not synchronized, on purpose
						counter[0]++;
					}
				}
			}));
		}
		for (CompletableFuture<Void> thread : threads) {
			thread.get(50, TimeUnit.SECONDS);
		}
		assertThat(counter[0]).isEqualTo(2000);
	}

	@Test
	void lockThatIsNotFreeInTimeIsATimeout() {
		try (SnapLock lock = this.manager.snapOperation("timeout")) {
			CompletableFuture<Void> other = CompletableFuture
				.runAsync(() -> this.manager.snapOperation("timeout", Duration.ZERO).close());
			assertThat(other).failsWithin(Duration.ofSeconds(30))
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(SnapLockTimeoutException.class)
				.withMessageContaining("It is held by this very process, thread " + Thread.currentThread().getName());
			assertThat(this.manager.inspectSnap("timeout").lock().held()).isTrue();
		}
		assertThat(this.manager.inspectSnap("timeout").lock().held()).isFalse();
	}

	@Test
	void locksAreReentrantAndAssertable() {
		Path config = Path.of("/etc/otel.yaml");
		assertThatIllegalStateException().isThrownBy(() -> this.manager.assertHeld("otelcol"));
		this.manager.operation("x").snaps("otelcol").config(config).run(() -> {
			this.manager.snapOperation("otelcol", Duration.ZERO).close();
			this.manager.assertHeld("otelcol");
			this.manager.assertHeld(config);
		});
	}

	@Test
	void knowsOfThisUnitAlone() {
		this.manager.register("otelcol", 80);
		this.manager.register("otelcol");
		this.manager.register("other");
		assertThat(this.manager.getSnaps()).containsExactly("otelcol", "other");
		assertThat(this.manager.getUnits("otelcol")).containsExactly("test_0");
		assertThat(this.manager.getNewestRevision("otelcol")).isEqualTo(OptionalInt.of(80));
		assertThat(this.manager.isUsedByOtherUnits("otelcol")).isFalse();
		assertThat(this.manager.inspect().snaps()).hasSize(2);
		assertThat(this.manager.unregister("otelcol")).isTrue();
		assertThat(this.manager.unregister("otelcol")).isFalse();
		assertThat(SingletonSnapManager.inMemory("test/0").getSnaps()).isEmpty();
	}

	@Test
	void removalNeverRuns() {
		this.manager.register("otelcol", 80);
		assertThat(this.manager.<RuntimeException>removeIfUnused("otelcol", () -> {
			throw new AssertionError("ran");
		})).isFalse();
		assertThat(this.manager.getSnaps()).isEmpty();
	}

	@Test
	void badNamesAreRefusedAsEver() {
		assertThatIllegalArgumentException().isThrownBy(() -> SingletonSnapManager.inMemory("a__b"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.manager.snapOperation("a/b"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.manager.register("otelcol", -1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.manager.getUnits(".."));
	}

	@Test
	void touchesNoFile() {
		this.manager.snapOperation("otelcol").close();
		assertThat(Files.exists(this.manager.getLockDir())).isFalse();
		assertThat(this.manager.getLockDirCheck().status()).isEqualTo(LockDirCheck.Status.PASSED);
	}

	@Test
	void exceptionOfACallbackPasses() {
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> this.manager.operation("x").snaps("aa").run(() -> {
				throw new InterruptedException();
			}));
	}

}
