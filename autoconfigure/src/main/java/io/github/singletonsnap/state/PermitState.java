package io.github.singletonsnap.state;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A permit of a rollout, and who has it. What machines and units tell of themselves is
 * {@linkplain Shown shown}.
 *
 * @param slot its number within its group
 * @param machine the machine that has it, {@code null} if it is free
 * @param unit the unit of that machine that asked for it last
 * @param since when the machine got it, by the database's clock
 * @param fence grows with each change
 */
public record PermitState(int slot, @Nullable String machine, @Nullable String unit, @Nullable Instant since,
		long fence) {

	/**
	 * Replaces control characters.
	 */
	public PermitState {
		machine = (machine != null) ? Shown.text(machine) : null;
		unit = (unit != null) ? Shown.text(unit) : null;
	}

	/**
	 * Who has it, in one line, for messages.
	 * @return the machine, and what is known of it
	 */
	@Override
	public String toString() {
		return (this.machine == null) ? "nobody" : this.machine + " (unit " + this.unit + ", since " + this.since + ")";
	}

}
