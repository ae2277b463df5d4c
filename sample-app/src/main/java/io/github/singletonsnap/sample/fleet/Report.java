package io.github.singletonsnap.sample.fleet;

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
record Report(String unit, Operation operation, Instant asked, Instant began, Instant ended, boolean overlapped,
		Outcome outcome, String detail) {

	private static final String PREFIX = "report\t";

	static boolean isReport(String line) {
		return line.startsWith(PREFIX);
	}

	static Report parse(String line) {
		String[] words = line.substring(PREFIX.length()).split("\t", 8);
		return new Report(words[0], Operation.valueOf(words[1]), Instant.parse(words[2]), Instant.parse(words[3]),
				Instant.parse(words[4]), Boolean.parseBoolean(words[5]), Outcome.valueOf(words[6]), words[7]);
	}

	String toLine() {
		return PREFIX + String.join("\t", this.unit, this.operation.name(), this.asked.toString(),
				this.began.toString(), this.ended.toString(), Boolean.toString(this.overlapped), this.outcome.name(),
				this.detail.replaceAll("\\s+", " "));
	}

	Duration waited() {
		return Duration.between(this.asked, this.began);
	}

	Duration held() {
		return Duration.between(this.began, this.ended);
	}

	/**
	 * Whether this operation was at work while another one had to wait for it.
	 */
	boolean wasAheadOf(Report other) {
		return this.operation.resource().equals(other.operation.resource()) && this.ended.isAfter(other.asked)
				&& !this.ended.isAfter(other.began);
	}

}
