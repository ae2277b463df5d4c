package io.github.singletonsnap.state;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What snapd is doing: one of its changes that is in progress, whoever started it. Texts
 * are snapd's, with control characters replaced.
 *
 * @param id its id, as {@code snap tasks} and {@code snap abort} take it
 * @param kind what it does, such as {@code install-snap}
 * @param summary the same in a sentence
 * @param since when it was started, {@code null} if snapd does not say
 */
public record SnapChange(String id, String kind, String summary, @Nullable Instant since) {

	/**
	 * The change in one line, for messages.
	 * @return kind, id, summary and time
	 */
	@Override
	public String toString() {
		return "change " + this.id + " (" + this.kind + ": " + this.summary + ")"
				+ ((this.since != null) ? " since " + this.since : "");
	}

}
