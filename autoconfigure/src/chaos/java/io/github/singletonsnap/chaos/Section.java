package io.github.singletonsnap.chaos;

/**
 * A section under one lock, as the journal tells it.
 */
final class Section {

	private final String who;

	private final boolean ours;

	/**
	 * Whether the file that it locked was, or may have been, taken from its path while it
	 * held it: the monkey's own doing.
	 */
	private boolean orphan;

	private boolean besideOrphan;

	private boolean dying;

	Section(String who, boolean ours, boolean orphan) {
		this.who = who;
		this.ours = ours;
		this.orphan = orphan;
	}

	/**
	 * The process, of {@code PROCESS/THREAD}.
	 */
	static String actor(String who) {
		return who.substring(0, who.indexOf('/'));
	}

	String who() {
		return this.who;
	}

	boolean isOf(String actor) {
		return actor(this.who).equals(actor);
	}

	boolean isOurs() {
		return this.ours;
	}

	void becomesOrphan() {
		this.orphan = true;
	}

	boolean isDying() {
		return this.dying;
	}

	void isKilled() {
		this.dying = true;
	}

	/**
	 * Notes an overlap with another one, and returns whether that is the monkey's doing.
	 */
	boolean overlaps(Section other) {
		if (!this.orphan && !other.orphan) {
			return false;
		}
		this.besideOrphan = true;
		other.besideOrphan = true;
		return true;
	}

	/**
	 * Whether what it wrote into the counter says nothing.
	 */
	boolean isExcused() {
		return this.orphan || this.besideOrphan;
	}

}
