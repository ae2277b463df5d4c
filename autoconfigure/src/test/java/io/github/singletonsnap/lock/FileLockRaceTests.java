package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.singletonsnap.lock.Tenure.Claim;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Programs that take the lock file away, each exactly between the two steps where it
 * hurts most.
 */
@ExtendWith(OutputCaptureExtension.class)
class FileLockRaceTests {

	private static final Deadline LONG = Deadline.after(Duration.ofMinutes(2));

	private final Claim claim = new Claim(PosixFilePermissions.fromString("rw-------"),
			new HoldRecord.Writer("otelcol_0"), "test", Long.MAX_VALUE, null);

	@TempDir
	Path directory;

	private Path path;

	@BeforeEach
	void createFile() throws IOException {
		this.path = Files.createFile(this.directory.resolve("LCK..otelcol"));
		Files.createFile(this.directory.resolve("LCK..otelcol.gate"));
	}

	enum Attack {

		UNLINK {

			@Override
			void on(Path path) throws IOException {
				Files.delete(path);
			}

		},

		REPLACE {

			@Override
			void on(Path path) throws IOException {
				Path other = Files.createFile(path.resolveSibling("other"));
				Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
			}

		},

		RENAME {

			@Override
			void on(Path path) throws IOException {
				Files.move(path, path.resolveSibling("renamed"));
			}

		};

		abstract void on(Path path) throws IOException;

	}

	@ParameterizedTest
	@EnumSource
	void fileIsTakenAwayBetweenOpeningAndLocking(Attack attack) throws Exception {
		Hook hook = new Hook();
		FileLock lock = lock(hook);
		hook.beforeTryLock = () -> attack.on(this.path);
		Hold hold = lock.acquire(this.claim, LONG);
		assertHeld(hold);
	}

	@ParameterizedTest
	@EnumSource
	void fileIsTakenAwayAndCannotBeOpenedAgain(Attack attack) throws Exception {
		Hook hook = new Hook();
		FileLock lock = lock(hook);
		hook.beforeTryLock = () -> {
			attack.on(this.path);
			hook.beforeOpen = () -> {
				throw new IOException("too many open files");
			};
		};
		assertThatIOException().isThrownBy(() -> lock.acquire(this.claim, LONG)).withMessage("too many open files");
		assertHeld(lock.acquire(this.claim, LONG));
	}

	@ParameterizedTest
	@EnumSource
	void fileIsTakenAwayWhileItIsKeptOpen(Attack attack) throws Exception {
		FileLock lock = lock(new Hook());
		assertHeld(lock.acquire(this.claim, LONG));
		attack.on(this.path);
		assertHeld(lock.acquire(this.claim, Deadline.after(Duration.ZERO)));
	}

	@ParameterizedTest
	@EnumSource
	void fileIsTakenAwayUnderAWaiter(Attack attack) throws Exception {
		Hook hook = new Hook();
		FileLock lock = lock(hook);
		try (Peer peer = Peer.flockHolding(this.path)) {
			// The waiter is past the gate, and about to block on a file that is no longer
			// it
			hook.beforeLock = () -> {
				attack.on(this.path);
				peer.send("go");
			};
			assertHeld(lock.acquire(this.claim, LONG));
		}
		assertThat(hook.opened.get()).isGreaterThan(2);
	}

	@ParameterizedTest
	@EnumSource
	void fileIsTakenAwayAfterTheWaiterLookedAndBeforeTheRequestBegins(Attack attack) throws Exception {
		Hook hook = new Hook();
		FileLock lock = lock(hook);
		try (Peer peer = Peer.flockHolding(this.path)) {
			hook.beforeLock = () -> {
				hook.afterLookOfWaiter = () -> attack.on(this.path);
				peer.send("go");
			};
			assertHeld(lock.acquire(this.claim, LONG));
		}
	}

	private void assertHeld(@Nullable Hold hold) throws IOException {
		assertThat(hold).isNotNull();
		assertThat(Peer.isFreeForFlock(this.path)).isFalse();
		hold.release();
		assertThat(Peer.isFreeForFlock(this.path)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void fileIsTakenAwayUnderAHolder(Attack attack, CapturedOutput output) throws Exception {
		FileLock lock = lock(new Hook());
		Hold hold = lock.acquire(this.claim, LONG);
		assertThat(hold).isNotNull();
		attack.on(this.path);
		hold.release();
		assertThat(output).containsOnlyOnce(this.path + " was removed or replaced while it was held");
		assertHeld(lock.acquire(this.claim, LONG));
	}

	@Test
	void lockThatArrivesJustAfterTheRequestGaveUpGoesBack() throws Exception {
		Hook hook = new Hook();
		FileLock lock = lock(hook);
		try (Peer peer = Peer.flockHolding(this.path)) {
			CompletableFuture<Void> locked = new CompletableFuture<>();
			CompletableFuture<Void> gaveUp = new CompletableFuture<>();
			hook.beforeLock = () -> {
				// The request itself must not see that the lock is free
				hook.opens = false;
				peer.send("go");
			};
			hook.afterLock = () -> {
				locked.complete(null);
				gaveUp.join();
			};
			Thread request = new Thread(() -> {
				try {
					lock.acquire(this.claim, LONG);
				}
				catch (IOException | InterruptedException ex) {
					gaveUp.complete(null);
				}
			});
			request.start();
			locked.get(1, TimeUnit.MINUTES);
			assertThat(Peer.isFreeForFlock(this.path)).isFalse();
			request.interrupt();
			request.join();
			hook.opens = true;
		}
		assertHeld(lock.acquire(this.claim, LONG));
	}

	@Test
	void failureOfTheWaitingThreadReachesTheRequestAndTheNextOneWorks() throws Exception {
		Hook hook = new Hook();
		FileLock lock = lock(hook);
		try (Peer peer = Peer.flockHolding(this.path)) {
			hook.beforeLock = () -> {
				throw new IOException("no locks available");
			};
			assertThat(CompletableFuture.supplyAsync(() -> {
				try {
					return lock.acquire(this.claim, LONG);
				}
				catch (IOException | InterruptedException ex) {
					return ex.getMessage();
				}
			})).succeedsWithin(Duration.ofMinutes(1)).isEqualTo("no locks available");
			peer.send("go");
			assertHeld(lock.acquire(this.claim, LONG));
		}
	}

	private FileLock lock(Hook hook) {
		ForwardingFile.Opener files = (file, permissions) -> {
			hook.opened.incrementAndGet();
			hook.takeBeforeOpen().run();
			if (!hook.opens) {
				throw new IOException("too many open files");
			}
			return new Hooked(NativeFiles.INSTANCE.open(file, permissions), hook, file.equals(this.path));
		};
		return new FileLock(new LockFile.Opener(files, this.path), true, System::nanoTime);
	}

	interface Step {

		void run() throws IOException;

	}

	private static final class Hook {

		private final AtomicInteger opened = new AtomicInteger();

		private volatile boolean opens = true;

		private Step beforeOpen = () -> {
		};

		private Step beforeTryLock = () -> {
		};

		private Step beforeLock = () -> {
		};

		private Step afterLock = () -> {
		};

		private Step afterLookOfWaiter = () -> {
		};

		// Each step happens once
		private Step takeBeforeOpen() {
			Step step = this.beforeOpen;
			this.beforeOpen = () -> {
			};
			return step;
		}

		private Step takeBeforeTryLock() {
			Step step = this.beforeTryLock;
			this.beforeTryLock = () -> {
			};
			return step;
		}

		private Step takeBeforeLock() {
			Step step = this.beforeLock;
			this.beforeLock = () -> {
			};
			return step;
		}

		private Step takeAfterLookOfWaiter() {
			Step step = this.afterLookOfWaiter;
			this.afterLookOfWaiter = () -> {
			};
			return step;
		}

		private Step takeAfterLock() {
			Step step = this.afterLock;
			this.afterLock = () -> {
			};
			return step;
		}

	}

	private static final class Hooked extends ForwardingFile {

		private final Hook hook;

		private final boolean isLock;

		Hooked(OpenFile file, Hook hook, boolean isLock) {
			super(file);
			this.hook = hook;
			this.isLock = isLock;
		}

		@Override
		public boolean tryLock() throws IOException {
			if (this.isLock) {
				this.hook.takeBeforeTryLock().run();
			}
			return super.tryLock();
		}

		@Override
		public boolean isCurrent() throws IOException {
			boolean current = super.isCurrent();
			// The request itself may be the first, past the gate
			if (this.isLock && Thread.currentThread().getName().startsWith("singleton-snap-waiter")) {
				this.hook.takeAfterLookOfWaiter().run();
			}
			return current;
		}

		@Override
		public void lock() throws IOException {
			if (this.isLock) {
				this.hook.takeBeforeLock().run();
			}
			super.lock();
			if (this.isLock) {
				this.hook.takeAfterLock().run();
			}
		}

	}

}
