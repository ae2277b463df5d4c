package io.github.singletonsnap;

import java.nio.file.Path;
import java.util.Optional;

import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.support.HoldingPeer;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What was left half done is told until an operation on it ends well.
 */
class HalfDoneTests {

	@TempDir
	Path directory;

	private SingletonSnapManager manager;

	@BeforeEach
	void build() {
		this.manager = SingletonSnapManager.builder("otelcol/0").lockDir(this.directory).build();
	}

	private Optional<String> notice(SnapLock lock) {
		return lock.abandonedBy().map(LockProcess::operation);
	}

	private Optional<String> next() {
		SnapLock lock = this.manager.snapOperation("otelcol");
		Optional<String> notice = notice(lock);
		lock.closeAfterFailure();
		return notice;
	}

	private void abandon(String operation) {
		this.manager.operation(operation).snaps("otelcol").acquire().abandon();
	}

	@Test
	void processThatDiedSinceThisOneHadTheLockLastIsTold() throws Exception {
		for (int i = 0; i < 1000; i++) {
			this.manager.snapOperation("otelcol").close();
		}
		try (Peer peer = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held")) {
			peer.kill();
		}
		assertThat(next()).isPresent();
		assertThat(next()).isPresent();
	}

	@Test
	void processThatDiedIsToldUntilAnOperationEndsWell() throws Exception {
		try (Peer peer = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held")) {
			peer.kill();
		}
		assertThat(next()).isPresent();
		assertThat(next()).isPresent();
		this.manager.operation("repair").snaps("otelcol").run(() -> {
		});
		assertThat(next()).isEmpty();
	}

	@Test
	void abandonedOperationIsToldToTheNextHolders() {
		abandon("install");
		assertThat(next()).contains("install");
		assertThat(next()).contains("install");
		this.manager.snapOperation("otelcol").close();
		assertThat(next()).isEmpty();
	}

	@Test
	void firstThatLeftItIsTold() {
		abandon("first");
		abandon("second");
		assertThat(next()).contains("first");
	}

	@Test
	void callbackThatThrowsPassesTheNoticeOnAndAddsNone() {
		LockedOperation operation = this.manager.operation("failing").snaps("otelcol");
		assertThatIllegalStateException().isThrownBy(() -> operation.run(() -> {
			throw new IllegalStateException();
		}));
		assertThat(next()).isEmpty();
		abandon("install");
		assertThatIllegalStateException().isThrownBy(() -> operation.call(() -> {
			throw new IllegalStateException();
		}));
		assertThat(next()).contains("install");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void oneAbandonedHoldMarksTheLockWhenTheLastCloses(boolean outerFirst) {
		SnapLock outer = this.manager.operation("outer").snaps("otelcol").acquire();
		SnapLock inner = this.manager.operation("inner").snaps("otelcol").acquire();
		(outerFirst ? outer : inner).abandon();
		(outerFirst ? inner : outer).close();
		assertThat(next()).contains("outer");
	}

	@Test
	void endOfAHoldCountsOnce() {
		SnapLock lock = this.manager.snapOperation("otelcol");
		lock.close();
		lock.abandon();
		assertThat(next()).isEmpty();
	}

	@Test
	void removalThatThrowsOrIsSkippedPassesTheNoticeOnAndOneThatRunsEndsIt() {
		this.manager.register("otelcol", 1);
		abandon("install");
		assertThatIllegalStateException().isThrownBy(() -> this.manager.removeIfUnused("otelcol", () -> {
			throw new IllegalStateException();
		}));
		assertThat(next()).contains("install");
		SingletonSnapManager other = SingletonSnapManager.builder("other/0").lockDir(this.directory).build();
		other.register("otelcol", 1);
		assertThat(this.manager.<RuntimeException>removeIfUnused("otelcol", () -> {
		})).isFalse();
		assertThat(next()).contains("install");
		assertThat(other.<RuntimeException>removeIfUnused("otelcol", () -> {
		})).isTrue();
		assertThat(next()).isEmpty();
	}

	@Test
	void severalLocksAreAbandonedTogether() {
		this.manager.operation("upgrade").snaps("otelcol", "other").acquire().abandon();
		assertThat(next()).contains("upgrade");
		try (SnapLock other = this.manager.snapOperation("other")) {
			assertThat(notice(other)).contains("upgrade");
		}
	}

	@Test
	void managerInMemoryRemembersToo() {
		SingletonSnapManager memory = SingletonSnapManager.inMemory("test/0");
		memory.operation("install").snaps("half-done").acquire().abandon();
		try (SnapLock lock = memory.snapOperation("half-done")) {
			assertThat(notice(lock)).contains("install");
		}
		try (SnapLock lock = memory.snapOperation("half-done")) {
			assertThat(notice(lock)).isEmpty();
		}
	}

}
