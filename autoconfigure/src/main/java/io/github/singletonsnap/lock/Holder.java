package io.github.singletonsnap.lock;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock at this moment.
 *
 * @param pid the process id
 * @param command its command line, shortened; empty if it may not be looked at
 * @param record what the holder says of itself, if it is a unit that uses this library
 */
public record Holder(long pid, String command, @Nullable HoldRecord record) {

	/**
	 * Since when it holds the lock, if it says so.
	 * @return the time, or {@code null}
	 */
	public @Nullable Instant since() {
		return (this.record != null) ? this.record.since() : null;
	}

	@Override
	public String toString() {
		String process = "pid " + this.pid + (this.command.isEmpty() ? "" : " (" + this.command + ")");
		return (this.record == null) ? process : "unit " + this.record.unit() + " for " + this.record.operation()
				+ " since " + this.record.since() + ", " + process;
	}

}
