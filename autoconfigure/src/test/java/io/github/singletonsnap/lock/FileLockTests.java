package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.singletonsnap.lock.Tenure.Claim;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.LockState;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One lock of one JVM, on a clock that the test moves.
 */
@ExtendWith(OutputCaptureExtension.class)
class FileLockTests {

	private static final String LATE = " has been held for ";

	private final AtomicLong clock = new AtomicLong();

	@TempDir
	Path directory;

	@Test
	void lockThatIsHeldForTooLongIsSaidOnce(CapturedOutput output) throws Exception {
		FileLock lock = lock();
		Hold hold = acquire(lock, "rw-------");
		this.clock.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
		lock.watch();
		assertThat(output).doesNotContain(LATE);
		this.clock.incrementAndGet();
		lock.watch();
		lock.watch();
		assertThat(output).containsOnlyOnce(lock.path() + LATE + "300 s, for ")
			.contains("A change that it began in snapd goes on all the same, and is waited for");
		hold.release();
	}

	@Test
	void lockThatIsReleasedInTimeIsNotSaid(CapturedOutput output) throws Exception {
		FileLock lock = lock();
		acquire(lock, "rw-------").release();
		this.clock.addAndGet(Duration.ofDays(1).toNanos());
		lock.watch();
		assertThat(output).doesNotContain(LATE);
	}

	@Test
	void permissionsAreThoseOfWhoeverCreatesTheFileNotOfWhoeverAskedFirst() throws Exception {
		FileLock lock = lock();
		acquire(lock, "rw-------").release();
		Files.delete(lock.path());
		acquire(lock, "rw-rw----").release();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock.path()))).isEqualTo("rw-rw----");
	}

	@Test
	void fileThatNobodyElseTouchedIsNotReadAgain() throws Exception {
		Needs.kernel(6, 13);
		AtomicInteger reads = new AtomicInteger();
		ForwardingFile.Opener files = (path,
				permissions) -> new ForwardingFile(NativeFiles.INSTANCE.open(path, permissions)) {

					@Override
					public int read(byte[] buffer) throws IOException {
						reads.incrementAndGet();
						return super.read(buffer);
					}

				};
		Path file = this.directory.resolve("LCK..otelcol");
		FileLock lock = new FileLock(new LockFile.Opener(files, file), true, System::nanoTime);
		for (int i = 0; i < 1000; i++) {
			acquire(lock, "rw-------").release();
		}
		assertThat(reads).hasValueLessThan(500);
	}

	@Test
	void whoSeesThatAnotherWaitsDoesNotOvertakeIt() throws Exception {
		FileLock lock = lock();
		acquire(lock, "rw-------").release();
		GateMark.set(lock.path());
		LockFile.Opener opener = new LockFile.Opener(NativeFiles.INSTANCE, lock.path());
		LockFile file = opener.open(PosixFilePermissions.fromString("rw-------"));
		try (Peer waiter = Peer.flockHolding(this.directory.resolve("LCK..otelcol.gate"))) {
			assertThat(file.tryLock(PosixFilePermissions.fromString("rw-------"))).isFalse();
			assertThat(Peer.isFreeForFlock(lock.path())).isTrue();
		}
		assertThat(file.tryLock(PosixFilePermissions.fromString("rw-------"))).isTrue();
		assertThat(GateMark.isSet(lock.path())).isFalse();
		file.release();
	}

	@Test
	void firstNoticeIsPassedOnUntilAnOperationEndsWell() throws Exception {
		FileLock lock = lock();
		acquire(lock, "rw-------", "first").abandon();
		Hold failed = acquire(lock, "rw-------", "second");
		assertThat(told(failed)).isEqualTo("first");
		failed.releaseAfterFailure();
		Hold abandoned = acquire(lock, "rw-------", "third");
		assertThat(told(abandoned)).isEqualTo("first");
		abandoned.abandon();
		Hold well = acquire(lock, "rw-------", "fourth");
		assertThat(told(well)).isEqualTo("first");
		well.release();
		assertThat(told(acquire(lock, "rw-------", "fifth"))).isNull();
	}

	@Test
	void failureAddsNoNotice() throws Exception {
		FileLock lock = lock();
		acquire(lock, "rw-------", "first").releaseAfterFailure();
		assertThat(told(acquire(lock, "rw-------", "second"))).isNull();
	}

	@Test
	void oneOfNestedHoldsThatIsAbandonedMarksTheLockWhenTheLastIsReleased() throws Exception {
		FileLock lock = lock();
		Hold outer = acquire(lock, "rw-------", "outer");
		acquire(lock, "rw-------", "inner").abandon();
		outer.release();
		assertThat(told(acquire(lock, "rw-------", "next"))).isEqualTo("outer");
	}

	@Test
	void noticeIsSeenWhileTheNextHolderIsAtWork() throws Exception {
		FileLock lock = lock();
		acquire(lock, "rw-------", "first").abandon();
		Hold second = acquire(lock, "rw-------", "second");
		LockState state = FileLocks.inspect(List.of(lock.path())).get(0);
		assertThat(state.held()).isTrue();
		assertThat(state.abandoned()).isNotNull();
		assertThat(state.abandoned().operation()).isEqualTo("first");
		second.release();
		assertThat(FileLocks.inspect(List.of(lock.path())).get(0).abandoned()).isNull();
	}

	private static @Nullable String told(Hold hold) {
		LockProcess abandonedBy = hold.abandonedBy();
		return (abandonedBy != null) ? abandonedBy.operation() : null;
	}

	private FileLock lock() {
		return new FileLock(new LockFile.Opener(NativeFiles.INSTANCE, this.directory.resolve("LCK..otelcol")), true,
				this.clock::get);
	}

	private Hold acquire(FileLock lock, String permissions) throws Exception {
		return acquire(lock, permissions, "test");
	}

	private Hold acquire(FileLock lock, String permissions, String operation) throws Exception {
		@Nullable Hold hold = lock
			.acquire(
					new Claim(PosixFilePermissions.fromString(permissions), new HoldRecord.Writer("otelcol_0"),
							operation, Duration.ofMinutes(5).toNanos(), null),
					new Deadline(Duration.ZERO, this.clock::get));
		assertThat(hold).isNotNull();
		return hold;
	}

}
