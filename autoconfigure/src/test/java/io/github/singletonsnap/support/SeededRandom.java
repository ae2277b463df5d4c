package io.github.singletonsnap.support;

import java.util.Random;

/**
 * What a test leaves to chance. Its seed is printed, and {@code -Drandom.seed=SEED} gives
 * the same choices again; what processes and threads make of them is still up to them.
 */
public final class SeededRandom extends Random {

	private static final String PROPERTY = "random.seed";

	private final long seed;

	private SeededRandom(long seed) {
		super(seed);
		this.seed = seed;
	}

	public static SeededRandom of(Class<?> test) {
		SeededRandom random = new SeededRandom(Long.getLong(PROPERTY, System.nanoTime()));
		System.out.println(test.getSimpleName() + ": -D" + PROPERTY + "=" + random.seed);
		return random;
	}

	public long seed() {
		return this.seed;
	}

}
