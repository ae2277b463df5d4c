package io.github.singletonsnap.sample.unit;

import java.time.Duration;
import java.time.Instant;

/**
 * What became of one operation of one unit.
 *
 * @param unit the unit
 * @param operation what it did
 * @param asked when it wanted to begin
 * @param began when it was let in
 * @param ended when it was done
 * @param overlapped whether another unit was in there at that time
 * @param outcome how it ended
 * @param detail what it did, or why it failed
 */
public record Report(String unit, Operation operation, Instant asked, Instant began, Instant ended, boolean overlapped,
		Outcome outcome, String detail) {

	private static final String PREFIX = "report\t";

	/**
	 * Whether a unit's line is a report.
	 * @param line the line
	 * @return whether it is
	 */
	public static boolean isReport(String line) {
		return line.startsWith(PREFIX);
	}

	/**
	 * Reads a line.
	 * @param line what {@link #toLine()} wrote
	 * @return the report
	 */
	public static Report parse(String line) {
		String[] words = line.substring(PREFIX.length()).split("\t", 8);
		return new Report(words[0], Operation.valueOf(words[1]), Instant.parse(words[2]), Instant.parse(words[3]),
				Instant.parse(words[4]), Boolean.parseBoolean(words[5]), Outcome.valueOf(words[6]), words[7]);
	}

	/**
	 * Writes the report as a line.
	 * @return the line
	 */
	public String toLine() {
		return PREFIX + String.join("\t", this.unit, this.operation.name(), this.asked.toString(),
				this.began.toString(), this.ended.toString(), Boolean.toString(this.overlapped), this.outcome.name(),
				this.detail.replaceAll("\\s+", " "));
	}

	/**
	 * How long it waited.
	 * @return the time from asking to beginning
	 */
	public Duration waited() {
		return Duration.between(this.asked, this.began);
	}

	/**
	 * How long it was in there.
	 * @return the time from beginning to end
	 */
	public Duration held() {
		return Duration.between(this.began, this.ended);
	}

	/**
	 * Whether this operation was at work while another one had to wait for it.
	 * @param other the other one
	 * @return whether it was
	 */
	public boolean wasAheadOf(Report other) {
		return this.operation.resource().equals(other.operation.resource()) && this.ended.isAfter(other.asked)
				&& !this.ended.isAfter(other.began);
	}

	/**
	 * The report for somebody to read.
	 * @return what was done, and how long it took
	 */
	@Override
	public String toString() {
		return "%-9s waited %5d ms, held %5d ms: %s%s%s".formatted(this.operation, waited().toMillis(),
				held().toMillis(), this.overlapped ? "OVERLAP, " : "",
				(this.outcome != Outcome.DONE) ? this.outcome + ": " : "", this.detail);
	}

}
