package io.github.singletonsnap.benchmark;

import java.util.function.DoublePredicate;

/**
 * What a figure should be.
 */
final class Reach {

	/**
	 * For a figure that only tells what the others are compared with.
	 */
	static final Reach NONE = new Reach("", (figure) -> true);

	private final String description;

	private final DoublePredicate met;

	private Reach(String description, DoublePredicate met) {
		this.description = description;
		this.met = met;
	}

	static Reach atMost(double limit) {
		return new Reach("≤ " + limit, (figure) -> figure <= limit);
	}

	static Reach atLeast(double limit) {
		return new Reach("≥ " + limit, (figure) -> figure >= limit);
	}

	static Reach below(double limit) {
		return new Reach("< " + limit, (figure) -> figure < limit);
	}

	static Reach above(double limit) {
		return new Reach("> " + limit, (figure) -> figure > limit);
	}

	boolean isMetBy(double figure) {
		return this.met.test(figure);
	}

	@Override
	public String toString() {
		return this.description;
	}

}
