package io.github.singletonsnap.state;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A process, of any program, that holds a lock, waits for it, or left it half done. What
 * it tells of itself is {@linkplain Shown shown}: control characters could forge the
 * lines of a log.
 *
 * @param pid the process id, zero if the kernel does not tell
 * @param program the name of its program, of a JVM also the main class or jar; empty if
 * it may not be looked at, or if the process is gone
 * @param arguments the rest of its command line, shortened: may be secrets of others, and
 * is not part of {@link #toString()}
 * @param unit the unit that it is, as its name is written on disk; {@code null} if it
 * does not say so, as other programs do not
 * @param operation what it has or had the lock for, {@code null} if it does not say so
 * @param since when it acquired the lock, {@code null} if it does not say so
 */
public record LockProcess(long pid, String program, String arguments, @Nullable String unit, @Nullable String operation,
		@Nullable Instant since) {

	/**
	 * Replaces control characters.
	 */
	public LockProcess {
		program = Shown.text(program);
		arguments = Shown.text(arguments);
		unit = (unit != null) ? Shown.text(unit) : null;
		operation = (operation != null) ? Shown.text(operation) : null;
	}

	/**
	 * A process that says nothing of itself.
	 * @param pid the process id, zero if the kernel does not tell
	 * @param program the name of its program, empty if that is not known
	 * @param arguments the rest of its command line, empty if that is not known
	 */
	public LockProcess(long pid, String program, String arguments) {
		this(pid, program, arguments, null, null, null);
	}

	/**
	 * The process in one line, for messages.
	 * @return unit, operation and time if they are known, and the process
	 */
	@Override
	public String toString() {
		String process = "pid " + this.pid + (this.program.isEmpty() ? "" : " (" + this.program + ")");
		return (this.unit == null) ? process
				: "unit " + this.unit + " for " + this.operation + " since " + this.since + ", " + process;
	}

}
