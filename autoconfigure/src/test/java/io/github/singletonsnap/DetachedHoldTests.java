package io.github.singletonsnap;

import java.nio.file.Path;
import java.time.Duration;

import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Holds that no longer belong to the thread that acquired them.
 */
@ExtendWith(OutputCaptureExtension.class)
class DetachedHoldTests {

	@TempDir
	Path directory;

	private Path lockFile;

	private SingletonSnapManager manager;

	@BeforeEach
	void createManager() {
		this.lockFile = this.directory.resolve("LCK..otelcol");
		this.manager = manager(Duration.ofMinutes(5));
	}

	private SingletonSnapManager manager(Duration holdWarning) {
		return SingletonSnapManager.builder("otelcol/0").lockDir(this.directory).holdWarning(holdWarning).build();
	}

	@Test
	void threadWaitsLikeAnyOtherOnceItsHoldIsDetached() throws Exception {
		SnapLock lock = acquire();
		lock.detach();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isFalse();
		assertIsNotHeld();
		lock.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
		acquire().close();
	}

	@Test
	void threadEntersAgainAsLongAsItHasAnotherHold() throws Exception {
		SnapLock outer = acquire();
		SnapLock inner = acquire();
		inner.detach();
		inner.detach();
		acquire().close();
		this.manager.assertHeld("otelcol");
		outer.close();
		assertIsNotHeld();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isFalse();
		inner.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
	}

	@Test
	void firstHoldCanBeDetachedAndTheNextNot() throws Exception {
		SnapLock outer = acquire();
		SnapLock inner = acquire();
		outer.detach();
		outer.close();
		acquire().close();
		inner.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
	}

	@Test
	void closedHoldIsNotDetached() throws Exception {
		SnapLock outer = acquire();
		SnapLock inner = acquire();
		inner.close();
		inner.detach();
		acquire().close();
		outer.close();
		SnapLock next = acquire();
		outer.detach();
		acquire().close();
		next.close();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
	}

	@Test
	void anotherThreadDetachesAndCloses() throws Exception {
		SnapLock lock = acquire();
		Waiting.on(lock::detach).join();
		assertIsNotHeld();
		Waiting.on(lock::close).join();
		assertThat(Peer.isFreeForFlock(this.lockFile)).isTrue();
	}

	@Test
	void warningOfALongHoldNamesTheThreadButNotWhereItIsNow(CapturedOutput output) {
		SnapLock lock = manager(Duration.ofMillis(50)).operation("install")
			.snaps("otelcol")
			.timeout(Duration.ZERO)
			.acquire();
		lock.detach();
		while (!output.getOut().contains("others may be waiting")) {
			Thread.onSpinWait();
		}
		lock.close();
		assertThat(output)
			.contains("for install by thread " + Thread.currentThread().getName() + ", whose result is still pending")
			.doesNotContain("this is where that thread is now");
	}

	private SnapLock acquire() {
		return this.manager.snapOperation("otelcol", Duration.ZERO);
	}

	private void assertIsNotHeld() {
		assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(this::acquire);
		assertThatIllegalStateException().isThrownBy(() -> this.manager.assertHeld("otelcol"));
	}

}
