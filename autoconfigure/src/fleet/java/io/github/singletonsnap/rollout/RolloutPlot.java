package io.github.singletonsnap.rollout;

import java.util.List;
import java.util.Locale;

/**
 * How many machines are done when, in rollouts of one ideal.
 */
final class RolloutPlot {

	private static final String[] COLORS = { "#0b6e4f", "#b5480f", "#3454a4", "#8a2f7a", "#666666", "#c02040" };

	private static final int LEFT = 60;

	private static final int BOTTOM = 320;

	private static final int WIDTH = 620;

	private static final int TICKS = 5;

	private final List<SimulatedRollout> rollouts;

	private final double ideal;

	private final double secondsPerTick;

	private final StringBuilder svg = new StringBuilder();

	RolloutPlot(List<SimulatedRollout> rollouts) {
		this.rollouts = rollouts;
		this.ideal = rollouts.get(0).idealSeconds();
		double longest = rollouts.stream().mapToDouble((it) -> it.secondsUntil(100)).max().orElseThrow();
		this.secondsPerTick = Math.ceil(longest / TICKS / 10) * 10;
	}

	String svg() {
		add("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 380" font-family="sans-serif" font-size="13">
				<rect width="720" height="380" fill="white"/>
				<path d="M%d 20V%dH%d" fill="none" stroke="black"/>
				<text x="370" y="362" text-anchor="middle">seconds</text>
				<text x="16" y="170" text-anchor="middle" transform="rotate(-90 16 170)">machines that are done</text>
				""", LEFT, BOTTOM, LEFT + WIDTH);
		for (int tick = 0; tick <= TICKS; tick++) {
			double seconds = tick * this.secondsPerTick;
			add("<text x=\"%.0f\" y=\"338\" text-anchor=\"middle\">%.0f</text>%n", x(seconds), seconds);
		}
		for (int percent = 0; percent <= 100; percent += 25) {
			add("<text x=\"54\" y=\"%d\" text-anchor=\"end\">%d %%</text>%n", y(percent) + 4, percent);
		}
		add("<path d=\"M%d %dL%.1f 20\" stroke=\"#999999\" stroke-dasharray=\"4 4\"/>%n", LEFT, BOTTOM, x(this.ideal));
		legend(0, "#777777", "no time lost");
		for (int i = 0; i < this.rollouts.size(); i++) {
			line(this.rollouts.get(i), COLORS[i % COLORS.length]);
			legend(i + 1, COLORS[i % COLORS.length], this.rollouts.get(i).name());
		}
		return this.svg.append("</svg>\n").toString();
	}

	private void line(SimulatedRollout rollout, String color) {
		add("<path d=\"M%d %d", LEFT, BOTTOM);
		for (int percent = 1; percent <= 100; percent++) {
			add("L%.1f %d", x(rollout.secondsUntil(percent)), y(percent));
		}
		add("\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", color);
	}

	private void legend(int row, String color, String text) {
		add("<text x=\"480\" y=\"%d\" fill=\"%s\">%s</text>%n", 180 + 20 * row, color, text);
	}

	private double x(double seconds) {
		return LEFT + WIDTH * seconds / this.secondsPerTick / TICKS;
	}

	private static int y(int percent) {
		return BOTTOM - 3 * percent;
	}

	private void add(String format, Object... values) {
		this.svg.append(String.format(Locale.ROOT, format, values));
	}

}
