package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.singletonsnap.support.KernelWaiters;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What ends or stops in the middle keeps no lock from those that come after it.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class NeverStuckTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

	private final FileLocks locks = new FileLocks("otelcol_0", OWNER, Duration.ofMinutes(5));

	@TempDir
	Path directory;

	@Test
	void freeLockIsHadInMillisecondsWhileAStoppedWaiterHoldsTheGate() throws Exception {
		Path file = file("otelcol");
		acquire(file).release();
		try (Peer gate = Peer.flockHolding(this.directory.resolve("LCK..otelcol.gate"))) {
			Duration fastest = LONG;
			for (int i = 0; i < 20; i++) {
				GateMark.set(file);
				long start = System.nanoTime();
				acquire(file).release();
				Duration took = Duration.ofNanos(System.nanoTime() - start);
				fastest = (took.compareTo(fastest) < 0) ? took : fastest;
			}
			// Of those that look again each half second only, none would be
			assertThat(fastest).isLessThan(Duration.ofMillis(400));
		}
	}

	@Test
	void stackThatEndsAtAnyDepthLeavesTheLockFree() throws Exception {
		Path file = file("otelcol");
		acquire(file).release();
		for (int i = 0; i < 30; i++) {
			int padding = i;
			Thread deep = new Thread(null, () -> {
				try {
					descend(file, padding);
				}
				catch (StackOverflowError ex) {
					// As it was to be
				}
			}, "deep", 256 * 1024);
			deep.start();
			deep.join();
			acquire(file).release();
		}
		assertThat(Peer.isFreeForFlock(file)).isTrue();
	}

	private void descend(Path file, int padding) {
		if (padding > 0) {
			descend(file, padding - 1);
			return;
		}
		// Without an assertion in between, in which the stack could end too
		Hold hold = acquireOnce(file);
		try {
			descend(file, 0);
		}
		finally {
			hold.release();
		}
	}

	@Test
	void fileThatStackWasTooShortToCloseIsClosedByTheNextTry() throws Exception {
		Path path = file("otelcol");
		NativeFiles.INSTANCE.create(path, OWNER);
		for (int i = 0; i < 20; i++) {
			NativeFile file = NativeFiles.INSTANCE.open(path, OWNER);
			assertThat(file.tryLock()).isTrue();
			Thread deep = new Thread(null, () -> closeAtTheEndOfTheStack(file), "deep", 256 * 1024);
			deep.start();
			deep.join();
			file.close();
			assertThat(Peer.isFreeForFlock(path)).isTrue();
		}
	}

	// From where there is no stack at all on to where it is just enough
	@SuppressWarnings("InfiniteRecursion")
	private static void closeAtTheEndOfTheStack(NativeFile file) {
		try {
			closeAtTheEndOfTheStack(file);
		}
		catch (StackOverflowError ex) {
			close(file);
		}
	}

	private static void close(NativeFile file) {
		try {
			file.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void releaseThatFailsInTheMiddleIsFinishedByTheNextRequest() throws Exception {
		Path file = file("otelcol");
		NativeFiles.INSTANCE.create(file, OWNER);
		Failing failing = new Failing();
		FileLock lock = new FileLock(new LockFile.Opener(failing, file), true, System::nanoTime);
		Tenure.Claim claim = new Tenure.Claim(OWNER, new HoldRecord.Writer("a"), "test", Long.MAX_VALUE, null);
		Hold hold = lock.acquire(claim, Deadline.after(Duration.ZERO));
		assertThat(hold).isNotNull();
		failing.unlocks = false;
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(hold::release);
		failing.unlocks = true;
		CompletableFuture<@Nullable Hold> other = CompletableFuture.supplyAsync(() -> acquire(lock, claim));
		assertThat(other).succeedsWithin(Duration.ofMinutes(1)).isNotNull();
	}

	@Test
	void releaseWhosePathCannotBeLookedAtEndsTheRecord() throws Exception {
		Path file = file("otelcol");
		NativeFiles.INSTANCE.create(file, OWNER);
		Failing failing = new Failing();
		FileLock lock = new FileLock(new LockFile.Opener(failing, file), true, System::nanoTime);
		Tenure.Claim claim = new Tenure.Claim(OWNER, new HoldRecord.Writer("a"), "test", Long.MAX_VALUE, null);
		Hold hold = lock.acquire(claim, Deadline.after(Duration.ZERO));
		assertThat(hold).isNotNull();
		failing.looks = false;
		hold.release();
		assertThat(Peer.isFreeForFlock(file)).isTrue();
		assertThat(Files.readString(file)).startsWith("-");
	}

	@Test
	void waitGoesOnWhereNoDescriptorIsLeftToLookWith(CapturedOutput output) throws Exception {
		Path file = file("otelcol");
		NativeFiles.INSTANCE.create(file, OWNER);
		Failing failing = new Failing();
		FileLock lock = new FileLock(new LockFile.Opener(failing, file), true, System::nanoTime);
		Tenure.Claim claim = new Tenure.Claim(OWNER, new HoldRecord.Writer("a"), "test", Long.MAX_VALUE, null);
		CompletableFuture<@Nullable Hold> waiting;
		try (Peer holder = Peer.flockHolding(file)) {
			waiting = CompletableFuture.supplyAsync(() -> acquire(lock, claim));
			KernelWaiters.await(file, 1);
			failing.opens = false;
			while (!output.getOut().contains("(Too many open files), and go on waiting")) {
				Thread.onSpinWait();
			}
			assertThat(waiting).isNotDone();
		}
		assertThat(waiting).succeedsWithin(Duration.ofMinutes(1)).isNotNull();
	}

	@Test
	void lockFileThatCannotBeCreatedWithoutADescriptorIsNamed() throws IOException {
		Needs.programs("prlimit");
		List<String> command = new ArrayList<>(List.of("prlimit", "--nofile=256:256"));
		command.addAll(Peer.javaCommand(ExhaustedPeer.class, this.directory));
		try (Peer peer = Peer.start(command.toArray(String[]::new))) {
			assertThat(peer.readAll()).startsWith("java.nio.file.FileSystemException: ")
				.contains("Too many open files");
		}
	}

	@Test
	void locksThatAreNotUsedAreLetGoWithTheirDescriptorsAndThreads() throws Exception {
		FileLocks watched = new FileLocks("otelcol_0", OWNER, Duration.ofMillis(80));
		for (int i = 0; i < 100; i++) {
			Hold hold = watched.acquire(file("snap" + i), "test", Deadline.after(Duration.ZERO), null);
			assertThat(hold).isNotNull();
			hold.release();
		}
		while (descriptors() > 0 || Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.anyMatch("singleton-snap-watch"::equals)) {
			Thread.onSpinWait();
		}
		acquire(file("snap1")).release();
	}

	private static @Nullable Hold acquire(FileLock lock, Tenure.Claim claim) {
		try {
			return lock.acquire(claim, Deadline.after(Duration.ofMinutes(1)));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private long descriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((fd) -> {
				try {
					return Files.readSymbolicLink(fd).startsWith(this.directory);
				}
				catch (IOException ex) {
					return false;
				}
			}).count();
		}
	}

	private Path file(String snap) {
		return this.directory.resolve("LCK.." + snap);
	}

	private Hold acquire(Path file) {
		@Nullable Hold hold = acquireOnce(file);
		assertThat(hold).isNotNull();
		return hold;
	}

	private Hold acquireOnce(Path file) {
		try {
			return Objects
				.requireNonNull(this.locks.acquire(file, "test", Deadline.after(Duration.ofSeconds(30)), null));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Failing implements ForwardingFile.Opener {

		private volatile boolean unlocks = true;

		private volatile boolean looks = true;

		private volatile boolean opens = true;

		@Override
		public OpenFile open(Path path, Set<PosixFilePermission> permissions) throws IOException {
			if (!this.opens) {
				throw new FileSystemException("Too many open files");
			}
			return new ForwardingFile(NativeFiles.INSTANCE.open(path, permissions)) {

				@Override
				public void unlock() throws IOException {
					if (!Failing.this.unlocks) {
						throw new StackOverflowError();
					}
					super.unlock();
				}

				@Override
				public boolean isCurrent() throws IOException {
					look();
					return super.isCurrent();
				}

			};
		}

		private void look() throws IOException {
			if (!this.looks) {
				throw new IOException("permission denied");
			}
		}

	}

}
