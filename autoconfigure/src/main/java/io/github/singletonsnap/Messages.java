package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.Shown;
import io.github.singletonsnap.state.SnapLockRequest;
import org.jspecify.annotations.Nullable;

/**
 * The parts of error messages that would read badly as the JDK gives them.
 */
final class Messages {

	private Messages() {
	}

	/**
	 * {@code 5s}, {@code 1m30s} or {@code 250ms}: as one writes it in a property.
	 */
	static String describe(Duration duration) {
		long millis = duration.toMillis();
		if (millis < 10_000 && millis % 1000 != 0) {
			return millis + "ms";
		}
		return Duration.ofSeconds(duration.toSeconds()).toString().substring("PT".length()).toLowerCase(Locale.ROOT);
	}

	static SnapLockTimeoutException timeout(SnapLockRequest request, Duration timeout, Duration waited,
			@Nullable LockProcess holder, @Nullable String thread) {
		return new SnapLockTimeoutException(
				cannotLock(request) + request.lockFile() + " was not free " + when(timeout) + ". "
						+ inTheWay(holder, thread) + ". Try again later, or wait longer",
				request.lockFile(), waited, holder);
	}

	private static String when(Duration timeout) {
		return timeout.isZero() ? "at once" : "within " + describe(timeout);
	}

	private static String inTheWay(@Nullable LockProcess holder, @Nullable String thread) {
		if (thread != null && (holder == null || holder.pid() == ProcessHandle.current().pid())) {
			return "It is held by " + ((holder != null) ? holder + ": " : "") + "this very process, " + thread
					+ ". If the caller is part of what holds it, it waits for itself, and is to call what takes no lock";
		}
		return (holder != null) ? "It is held by " + holder
				: "Who holds it, the kernel does not tell: another container's process, or it was just freed";
	}

	static SnapLockTimeoutException busy(SnapLockRequest request, Duration timeout, Duration waited, String inTheWay) {
		return new SnapLockTimeoutException("cannot begin an operation on snap \"" + request.name()
				+ "\": its lock was free, but snapd was not ready for it " + when(timeout) + ": " + inTheWay
				+ ". Let that end (snap watch), or wait longer", request.lockFile(), waited, null);
	}

	static SnapLockInterruptedException interrupted(SnapLockRequest request, InterruptedException ex) {
		return new SnapLockInterruptedException(
				cannotLock(request) + "interrupted while waiting for " + request.lockFile(), request.lockFile(), ex);
	}

	static SnapLockException failed(SnapLockRequest request, IOException ex) {
		return new SnapLockException(cannotLock(request) + describe(ex, request.lockFile()), request.lockFile(), ex);
	}

	private static String cannotLock(SnapLockRequest request) {
		String what = switch (request.kind()) {
			case SNAP -> "snap";
			case CONFIG -> "config file";
			case ROLLOUT -> "this machine's part in rollout";
		};
		return "cannot lock " + what + " \"" + request.name() + "\": ";
	}

	static String describe(IOException ex, Path path) {
		Path file = (ex instanceof FileSystemException fse && fse.getFile() != null) ? Path.of(fse.getFile()) : path;
		String at = Shown.text(file.normalize().toString());
		if (ex instanceof NoSuchFileException) {
			return at + " is gone; the next lock or registration creates its directory again";
		}
		if (ex instanceof AccessDeniedException) {
			return at + " is not accessible for this user; look at its owner and permissions";
		}
		if (ex instanceof FileSystemException fse && fse.getReason() != null) {
			return at + ": " + fse.getReason();
		}
		return at + ": " + ex.getMessage();
	}

}
