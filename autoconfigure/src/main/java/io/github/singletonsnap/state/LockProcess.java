package io.github.singletonsnap.state;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A process, of any program, that holds a lock, waits for it, or left it half done.
 *
 * @param pid the process id, zero if the kernel does not tell
 * @param command its command line, shortened; empty if it may not be looked at, or if the
 * process is gone
 * @param unit the unit that it is, as its name is written on disk; {@code null} if it
 * does not say so, as other programs do not
 * @param operation what it has or had the lock for, {@code null} if it does not say so
 * @param since when it acquired the lock, {@code null} if it does not say so
 */
public record LockProcess(long pid, String command, @Nullable String unit, @Nullable String operation,
		@Nullable Instant since) {

	/**
	 * A process that says nothing of itself.
	 * @param pid the process id, zero if the kernel does not tell
	 * @param command its command line, empty if that is not known
	 */
	public LockProcess(long pid, String command) {
		this(pid, command, null, null, null);
	}

	/**
	 * The process in one line, for messages.
	 * @return unit, operation and time if they are known, and the process
	 */
	@Override
	public String toString() {
		String process = "pid " + this.pid + (this.command.isEmpty() ? "" : " (" + this.command + ")");
		return (this.unit == null) ? process
				: "unit " + this.unit + " for " + this.operation + " since " + this.since + ", " + process;
	}

}
