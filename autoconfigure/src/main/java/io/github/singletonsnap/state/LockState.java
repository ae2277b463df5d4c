package io.github.singletonsnap.state;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock and who waits for it, as the kernel tells it. Processes of another
 * container are not seen, nor threads of one process that wait for each other.
 *
 * @param file the lock file, which need not exist
 * @param held whether a process holds the lock
 * @param holder that process, {@code null} if the kernel does not tell which one it is
 * @param waiters the processes that wait, each once, in the kernel's order. One that uses
 * this library stays until the lock is next free, even if its request has given up
 * @param abandoned who left the lock without releasing it, although it does not hold it
 * now: it died, or the kernel does not show it; {@code null} otherwise
 */
public record LockState(Path file, boolean held, @Nullable LockProcess holder, List<LockProcess> waiters,
		@Nullable LockProcess abandoned) {

	/**
	 * Copies the waiters.
	 */
	public LockState {
		waiters = List.copyOf(waiters);
	}

}
