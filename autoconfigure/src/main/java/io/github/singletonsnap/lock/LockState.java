package io.github.singletonsnap.lock;

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
 * @param left what a unit that uses this library wrote when it acquired the lock and has
 * not cleared, although it does not hold the lock: it died, or the kernel does not show
 * it; {@code null} otherwise
 */
public record LockState(Path file, boolean held, @Nullable Holder holder, List<WaitingProcess> waiters,
		@Nullable HoldRecord left) {

}
