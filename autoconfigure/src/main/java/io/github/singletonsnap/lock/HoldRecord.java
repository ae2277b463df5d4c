package io.github.singletonsnap.lock;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.github.singletonsnap.state.LockProcess;
import org.jspecify.annotations.Nullable;

/**
 * What a holder writes into its lock file: who it is, and what it is doing. One line that
 * begins with {@code *} while the lock is held and with {@code -} once it was released,
 * so that one that still begins with {@code *} when the lock is free was abandoned by a
 * process that died.
 * <p>
 * Other programs may truncate the file or write into it at any time. What does not look
 * like a record is none.
 *
 * @param unit the holder's unit
 * @param pid the holder's process id
 * @param processStart when that process started, in clock ticks since the boot, which
 * tells it from a later one of the same id; zero where the platform does not say
 * @param boot the id of the boot; empty where the platform does not say
 * @param since when the lock was acquired
 * @param operation what the lock was acquired for
 * @param isNotice whether it tells of an operation that is over, and not who holds
 */
record HoldRecord(String unit, long pid, long processStart, String boot, Instant since, String operation,
		boolean isNotice) {

	/**
	 * Where in the lock file the record begins.
	 */
	static final int START = 0;

	static final int LONGEST = 511;

	/**
	 * Where the notice begins: the record of whoever was the first to abandon the lock,
	 * begun with {@code !} instead of {@code *}, until an operation ends well.
	 */
	static final int NOTICE = START + LONGEST;

	static final byte[] RELEASED = { '-' };

	static final byte[] ABANDONED = { '!' };

	private static final byte HELD = '*';

	private static final byte[] OPERATION = ascii(" operation=");

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Reads at a place of a lock file a record that was not cleared, and returns
	 * {@code null} for anything else.
	 */
	static @Nullable HoldRecord decode(byte[] file, int length, int at) {
		if (length <= at || (file[at] != HELD && file[at] != ABANDONED[0])) {
			return null;
		}
		String text = new String(file, at, Math.min(length - at, LONGEST), StandardCharsets.US_ASCII);
		int end = text.indexOf('\n');
		int operation = text.indexOf(" operation=");
		if (operation < 0 || end < operation) {
			return null;
		}
		Map<String, String> fields = new HashMap<>();
		for (String field : text.substring(1, operation).trim().split(" ", -1)) {
			int equals = field.indexOf('=');
			fields.put(field.substring(0, Math.max(0, equals)), field.substring(equals + 1));
		}
		try {
			return new HoldRecord(fields.getOrDefault("unit", ""), Long.parseLong(fields.getOrDefault("pid", "")),
					Long.parseLong(fields.getOrDefault("start", "")), fields.getOrDefault("boot", ""),
					Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault("since", ""))),
					text.substring(operation + " operation=".length(), end), file[at] != HELD);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * What others may know of it.
	 */
	LockProcess process(Proc.Command command) {
		return new LockProcess(this.pid, command.program(), command.arguments(), this.unit, this.operation, this.since);
	}

	/**
	 * Writes the records of one unit.
	 */
	static final class Writer {

		private final byte[] prefix;

		Writer(String unit) {
			this.prefix = ascii("* unit=" + unit);
		}

		/**
		 * Writes the record of a hold that begins now, and returns its length.
		 */
		int write(String operation, byte[] line) {
			int length = append(this.prefix, line, 0);
			length = append(Self.PROCESS, line, length);
			length = append(ascii(Long.toString(System.currentTimeMillis())), line, length);
			length = append(OPERATION, line, length);
			int end = append(ascii(operation), line, length);
			for (int i = length; i < end; i++) {
				// A line break would end the record, and the rest could pass for another
				line[i] = (line[i] < ' ') ? (byte) '?' : line[i];
			}
			line[end] = '\n';
			return end + 1;
		}

		private static int append(byte[] part, byte[] line, int at) {
			// Of a longer operation the start; one byte stays for the end of the line
			int length = Math.min(part.length, LONGEST - 1 - at);
			System.arraycopy(part, 0, line, at, length);
			return at + length;
		}

	}

	/**
	 * The part that is the same as long as this process runs. Found out when the first
	 * record is written, to keep the start fast.
	 */
	private static final class Self {

		static final byte[] PROCESS = ascii(" pid=" + Proc.Entry.SELF.pid() + " start=" + Proc.Entry.SELF.start()
				+ " boot=" + Proc.Entry.BOOT + " since=");

	}

}
