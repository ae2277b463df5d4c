package io.github.singletonsnap.lock;

/**
 * A process, of any program, that waits for a lock at this moment.
 *
 * @param pid the process id, zero if the kernel does not tell
 * @param command its command line, shortened; empty if it may not be looked at
 */
public record WaitingProcess(long pid, String command) {

}
