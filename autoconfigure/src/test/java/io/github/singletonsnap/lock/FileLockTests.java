package io.github.singletonsnap.lock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.singletonsnap.lock.Tenure.Claim;
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
		assertThat(output).containsOnlyOnce(lock.path() + LATE + "300 s, acquired by thread ");
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

	private FileLock lock() {
		return new FileLock(new LockFile.Opener(NativeFile::open, this.directory.resolve("LCK..otelcol")), true,
				this.clock::get);
	}

	private Hold acquire(FileLock lock, String permissions) throws Exception {
		@Nullable Hold hold = lock.acquire(new Claim(PosixFilePermissions.fromString(permissions),
				new HoldRecord.Writer("otelcol_0"), "test", Duration.ofMinutes(5).toNanos(), null),
				Deadline.after(Duration.ZERO, this.clock::get));
		assertThat(hold).isNotNull();
		return hold;
	}

}
