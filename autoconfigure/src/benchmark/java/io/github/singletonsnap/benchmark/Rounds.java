package io.github.singletonsnap.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was measured in rounds, each of which measures everything once, one after the
 * other. Only values of the same round are compared: they had the same machine, as busy
 * as it was.
 */
final class Rounds {

	private final Map<String, List<Double>> measured = new LinkedHashMap<>();

	void add(String what, double value) {
		this.measured.computeIfAbsent(what, (absent) -> new ArrayList<>()).add(value);
	}

	Figure of(String what) {
		return Figure.of(this.measured.get(what));
	}

	Figure ratio(String what, String to) {
		List<Double> values = this.measured.get(what);
		List<Double> others = this.measured.get(to);
		return Figure.of(IntStream.range(0, values.size()).mapToObj((i) -> values.get(i) / others.get(i)).toList());
	}

	/**
	 * The medians of two absolute values, side by side.
	 */
	String detail(String what, String to, String format, String unit) {
		return String.format(Locale.ROOT, format + " : " + format + " %s", of(what).median(), of(to).median(), unit);
	}

}
