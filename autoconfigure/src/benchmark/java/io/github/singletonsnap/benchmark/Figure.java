package io.github.singletonsnap.benchmark;

import java.util.Arrays;
import java.util.List;

/**
 * What several rounds found.
 *
 * @param lowest of the rounds
 * @param median of the rounds
 * @param highest of the rounds
 */
record Figure(double lowest, double median, double highest) {

	static Figure of(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return new Figure(sorted[0], medianOfSorted(sorted), sorted[sorted.length - 1]);
	}

	static double median(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return medianOfSorted(sorted);
	}

	private static double medianOfSorted(double[] sorted) {
		if (sorted.length == 0) {
			return Double.NaN;
		}
		int half = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
	}

}
