package io.github.singletonsnap.sample.unit;

import java.time.Instant;

/**
 * How far a unit has come with an operation that has not ended yet.
 *
 * @param unit the unit
 * @param operation what it does
 * @param kind how far it has come
 * @param at when
 * @param detail of {@link Kind#ASKED} the annotated method, of {@link Kind#TOLD} who left
 * what half done, of {@link Kind#BEGAN} nothing, of the others what snapd is doing
 */
public record Step(String unit, Operation operation, Kind kind, Instant at, String detail) {

	private static final String PREFIX = "step\t";

	/**
	 * Whether a unit's line tells a step.
	 * @param line the line
	 * @return whether it does
	 */
	public static boolean isStep(String line) {
		return line.startsWith(PREFIX);
	}

	/**
	 * Reads a line.
	 * @param line what {@link #toLine()} wrote
	 * @return the step
	 */
	public static Step parse(String line) {
		String[] words = line.substring(PREFIX.length()).split("\t", 5);
		return new Step(words[0], Operation.valueOf(words[1]), Kind.valueOf(words[2]), Instant.parse(words[3]),
				words[4]);
	}

	String toLine() {
		return PREFIX + String.join("\t", this.unit, this.operation.name(), this.kind.name(), this.at.toString(),
				this.detail.replaceAll("\\s+", " "));
	}

	/**
	 * How far it has come.
	 */
	public enum Kind {

		/**
		 * It asks for the lock.
		 */
		ASKED,

		/**
		 * It has the lock, and waits for a change that snapd has in progress.
		 */
		WAITS_FOR_SNAPD,

		/**
		 * It has the lock, and was told that somebody had left it half done.
		 */
		TOLD,

		/**
		 * It was let in.
		 */
		BEGAN,

		/**
		 * It is in there, and its change takes long.
		 */
		PROGRESS

	}

}
