package io.github.singletonsnap;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * An operation that needs several locks, judged by {@code flock --nonblock}.
 */
class LockedOperationTests {

	private static final Path CONFIG = Path.of("/etc/otel.yaml");

	@TempDir
	Path directory;

	private SingletonSnapManager manager;

	private final List<String> asked = new ArrayList<>();

	@BeforeEach
	void build() {
		this.manager = SingletonSnapManager.builder("otelcol/0").lockDir(this.directory).listener((request) -> {
			this.asked.add(request.name());
			return new SnapLockListener.Progress() {

			};
		}).build();
	}

	private List<String> held() throws IOException {
		List<String> held = new ArrayList<>();
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : files.filter((it) -> !it.toString().endsWith(".gate")).sorted().toList()) {
				if (!Peer.isFreeForFlock(file)) {
					held.add(file.getFileName().toString());
				}
			}
		}
		return held;
	}

	@Test
	void snapsAreLockedBeforeConfigFilesEachInSortedOrder() throws IOException {
		LockedOperation operation = this.manager.operation("upgrade")
			.config(Path.of("/etc/z"), Path.of("/etc/a"))
			.snaps("bb", "aa")
			.timeout(Duration.ofSeconds(10));
		operation.run(() -> assertThat(held()).containsExactly("LCK..aa", "LCK..bb", "LCK..config__etc_a",
				"LCK..config__etc_z"));
		assertThat(this.asked).containsExactly("aa", "bb", "/etc/a", "/etc/z");
		assertThat(held()).isEmpty();
	}

	@Test
	void valueAndCheckedExceptionOfTheCallbackPass() throws IOException {
		LockedOperation operation = this.manager.operation("read").snaps("aa").config(CONFIG);
		assertThat(operation.<Integer, IOException>call(() -> held().size())).isEqualTo(2);
		assertThatExceptionOfType(FileNotFoundException.class).isThrownBy(() -> operation.run(() -> {
			throw new FileNotFoundException("x");
		}));
		assertThat(held()).isEmpty();
	}

	@Test
	void noneIsHeldWhenOneIsNotFree() throws IOException {
		this.manager.snapOperation("bb").close();
		try (Peer holder = Peer.flockHolding(this.directory.resolve("LCK..bb"))) {
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> this.manager.operation("x").snaps("aa", "bb").timeout(Duration.ZERO).run(() -> {
					throw new AssertionError("ran");
				}))
				.withMessageContaining("snap \"bb\"");
			assertThat(held()).containsExactly("LCK..bb");
		}
	}

	@Test
	void oneDeadlineCoversAll() throws IOException {
		this.manager.operation("x").snaps("aa", "bb").run(() -> {
		});
		try (Peer one = Peer.flockHolding(this.directory.resolve("LCK..bb"))) {
			long start = System.nanoTime();
			assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(() -> this.manager.operation("x")
				.snaps("aa", "bb")
				.config(CONFIG)
				.timeout(Duration.ofMillis(300))
				.acquire());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
			assertThat(held()).containsExactly("LCK..bb");
		}
	}

	@Test
	void othersAreToldTheOperationsName() {
		try (SnapLock lock = this.manager.operation("the upgrade").snaps("aa").acquire()) {
			assertThat(this.manager.inspectSnap("aa").lock().holder()).isNotNull()
				.satisfies((holder) -> assertThat(holder.operation()).isEqualTo("the upgrade"));
		}
	}

	@Test
	void whatCannotBeLockedIsRefusedBeforeAnythingIsTouched() {
		LockedOperation operation = this.manager.operation("x");
		assertThatIllegalArgumentException().isThrownBy(() -> operation.snaps("aa", "a/b"));
		assertThatIllegalArgumentException().isThrownBy(() -> operation.config(Path.of("relative")));
		assertThatIllegalArgumentException().isThrownBy(() -> operation.timeout(Duration.ofSeconds(-1)));
		assertThatIllegalStateException().isThrownBy(() -> this.manager.operation("empty").acquire())
			.withMessageContaining("operation \"empty\" names nothing to lock");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void lockOfAConfigFileCanBeAssertedToo() {
		assertThatIllegalStateException().isThrownBy(() -> this.manager.assertHeld(CONFIG))
			.withMessageContaining("does not hold the lock of config file \"/etc/otel.yaml\"");
		this.manager.operation("x").config(CONFIG).run(() -> this.manager.assertHeld(CONFIG));
	}

}
