package io.github.singletonsnap.rollout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import com.zaxxer.hikari.HikariDataSource;
import io.github.singletonsnap.rollout.MachinePermits.Asker;
import io.github.singletonsnap.state.RolloutState;
import io.github.singletonsnap.support.Postgres;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Many machines, each a virtual thread, that wait for permits of one PostgreSQL and hold
 * them for a time: {@code FleetSimulation MACHINES SVG PERMITS:HOLD_MILLIS:PACE_MILLIS…}.
 * Prints one line of a table for each run, and draws how many machines were done when.
 */
public final class FleetSimulation {

	private static final int POOL = 16;

	private static final String[] COLORS = { "#0b6e4f", "#b5480f", "#3454a4", "#8a2f7a", "#666666" };

	private FleetSimulation() {
	}

	public static void main(String[] args) throws Exception {
		int machines = Integer.parseInt(args[0]);
		List<Run> runs = new ArrayList<>();
		try (Postgres postgres = Postgres.start(); HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(postgres.url());
			pool.setMaximumPoolSize(POOL);
			pool.setConnectionTimeout(60_000);
			// The first run would pay for what is loaded and compiled
			new Run(500, 10, 1, 100).go(pool);
			for (String arg : List.of(args).subList(2, args.length)) {
				String[] parts = arg.split(":", -1);
				Run run = new Run(machines, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]),
						Integer.parseInt(parts[2]));
				run.go(pool);
				System.out.println(run.row());
				runs.add(run);
			}
		}
		Files.writeString(Path.of(args[1]), plot(runs));
	}

	private static String plot(List<Run> runs) {
		StringBuilder svg = new StringBuilder(
				"""
						<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 380" font-family="sans-serif" font-size="13">
						<rect width="720" height="380" fill="white"/>
						<path d="M60 20V320H690" fill="none" stroke="black"/>
						<text x="375" y="355" text-anchor="middle">time, in units of the ideal (machines × hold ÷ N)</text>
						<text x="20" y="170" text-anchor="middle" transform="rotate(-90 20 170)">machines that are done</text>
						<path d="M60 320L270 20" stroke="#999999" stroke-dasharray="4 4"/><text x="230" y="40" text-anchor="end">ideal</text>
						""");
		for (int tick = 0; tick <= 3; tick++) {
			svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"337\" text-anchor=\"middle\">%d</text>%n",
					60 + 210 * tick, tick));
		}
		for (int percent = 0; percent <= 100; percent += 25) {
			svg.append(String.format(Locale.ROOT, "<text x=\"54\" y=\"%d\" text-anchor=\"end\">%d %%</text>%n",
					324 - 3 * percent, percent));
		}
		for (int i = 0; i < runs.size(); i++) {
			Run run = runs.get(i);
			StringBuilder line = new StringBuilder("M60 320");
			for (int percent = 1; percent <= 100; percent++) {
				double time = run.done[run.machines * percent / 100 - 1] / 1e9 / run.ideal();
				line.append(String.format(Locale.ROOT, "L%.1f %d", 60 + 210 * Math.min(time, 3), 320 - 3 * percent));
			}
			svg.append(String.format(Locale.ROOT,
					"<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
							+ "<text x=\"480\" y=\"%d\" fill=\"%s\">N = %d, hold %d ms</text>%n",
					line, COLORS[i % COLORS.length], 240 + 20 * i, COLORS[i % COLORS.length], run.permits, run.hold));
		}
		return svg.append("</svg>\n").toString();
	}

	private static final class Run {

		private final int machines;

		private final int permits;

		private final int hold;

		private final int pace;

		// When each was done, in this order
		private final long[] done;

		private final LongAdder questions = new LongAdder();

		private final LongAdder nanosAsked = new LongAdder();

		private final AtomicInteger atWork = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		Run(int machines, int permits, int hold, int pace) {
			this.machines = machines;
			this.permits = permits;
			this.hold = hold;
			this.pace = pace;
			this.done = new long[machines];
		}

		double ideal() {
			return this.machines * (this.hold / 1e3) / this.permits;
		}

		void go(HikariDataSource pool) throws InterruptedException {
			JdbcPermitStore store = new JdbcPermitStore(pool, RolloutSchema.ALWAYS, (group) -> this.permits);
			JdbcClient.create(pool).sql("DELETE FROM singleton_snap_rollout").update();
			PermitStore counted = new Counted(store);
			AtomicInteger next = new AtomicInteger();
			CountDownLatch end = new CountDownLatch(this.machines);
			VirtualThreadTaskExecutor threads = new VirtualThreadTaskExecutor("machine-");
			AtomicLong start = new AtomicLong(System.nanoTime());
			for (int i = 0; i < this.machines; i++) {
				MachinePermits machine = new MachinePermits(new Asker("machine-" + i, "otelcol_0"), counted,
						new TurnsInMemory(), (group) -> new RolloutSettings(Duration.ZERO, false), null, Runnable::run,
						() -> new Pace(Duration.ofMillis(500), Duration.ofMillis(this.pace)));
				threads.execute(() -> {
					upgrade(machine);
					this.done[next.getAndIncrement()] = System.nanoTime() - start.get();
					end.countDown();
				});
			}
			end.await();
			if (this.most.get() > this.permits) {
				throw new IllegalStateException(this.most + " at once");
			}
		}

		private void upgrade(MachinePermits machine) {
			HeldPermit permit = machine.acquire("fleet", Duration.ofHours(1));
			this.most.accumulateAndGet(this.atWork.incrementAndGet(), Math::max);
			try {
				Thread.sleep(this.hold);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			this.atWork.decrementAndGet();
			permit.close();
		}

		String row() {
			double total = this.done[this.machines - 1] / 1e9;
			return String.format(Locale.ROOT, "| %d | %d ms | %.1f s | %.0f s | %.0f s | %.0f s | %.0f | %.1f ms |",
					this.permits, this.hold, this.pace / 1e3, ideal(), this.done[this.machines * 9 / 10 - 1] / 1e9,
					total, this.questions.sum() / total, this.nanosAsked.sum() / 1e6 / this.questions.sum());
		}

		private final class Counted implements PermitStore {

			private final PermitStore store;

			Counted(PermitStore store) {
				this.store = store;
			}

			@Override
			public Optional<Permit> tryAcquire(String group, String machine, String unit) {
				long start = System.nanoTime();
				Optional<Permit> permit = this.store.tryAcquire(group, machine, unit);
				count(start);
				return permit;
			}

			@Override
			public boolean release(Permit permit) {
				long start = System.nanoTime();
				boolean released = this.store.release(permit);
				count(start);
				return released;
			}

			private void count(long start) {
				Run.this.questions.increment();
				Run.this.nanosAsked.add(System.nanoTime() - start);
			}

			@Override
			public List<RolloutState> read() {
				return this.store.read();
			}

			@Override
			public boolean forget(String group, String machine) {
				return this.store.forget(group, machine);
			}

		}

	}

}
