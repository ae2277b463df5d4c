package io.github.singletonsnap.rollout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.github.singletonsnap.support.Postgres;

/**
 * Rollouts over many simulated machines at one PostgreSQL:
 * {@code FleetSimulation SVG MACHINES:PERMITS:HOLD_MILLIS…}. Prints one line of a table
 * for each, and draws those that take as long as the first, if no time is lost.
 */
public final class FleetSimulation {

	private static final int CONNECTIONS = 16;

	private FleetSimulation() {
	}

	public static void main(String[] args) throws Exception {
		List<SimulatedRollout> all = new ArrayList<>();
		try (Postgres postgres = Postgres.start(); HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(postgres.url());
			pool.setMaximumPoolSize(CONNECTIONS);
			pool.setConnectionTimeout(600_000);
			// The first one pays for what is loaded and compiled
			simulate(pool, "500:10:1");
			for (String rollout : List.of(args).subList(1, args.length)) {
				SimulatedRollout simulated = simulate(pool, rollout);
				System.out.println(simulated.row());
				all.add(simulated);
				all.removeIf((other) -> other.idealSeconds() != all.get(0).idealSeconds());
				Files.writeString(Path.of(args[0]), new RolloutPlot(all).svg());
			}
		}
	}

	private static SimulatedRollout simulate(HikariDataSource pool, String rollout) throws InterruptedException {
		String[] parts = rollout.split(":", -1);
		int permits = Integer.parseInt(parts[1]);
		SimulatedRollout simulated = new SimulatedRollout(Integer.parseInt(parts[0]), permits,
				Integer.parseInt(parts[2]), new JdbcPermitStore(pool, RolloutSchema.ALWAYS, (group) -> permits));
		simulated.run();
		return simulated;
	}

}
