package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import com.zaxxer.hikari.HikariDataSource;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.rollout.HeldPermit;
import io.github.singletonsnap.rollout.JdbcPermitStore;
import io.github.singletonsnap.rollout.MachinePermits;
import io.github.singletonsnap.rollout.MachinePermits.Asker;
import io.github.singletonsnap.rollout.RolloutPermitException;
import io.github.singletonsnap.rollout.RolloutSchema;
import io.github.singletonsnap.rollout.RolloutSettings;

/**
 * A unit that takes a permit again and again, and tells a log when it is inside:
 * {@code FleetUnit DIR MACHINE UNIT URL PERMITS LOG}. Ends when its input ends.
 */
public final class FleetUnit {

	private FleetUnit() {
	}

	public static void main(String[] args) throws Exception {
		String machine = args[1];
		String unit = args[2];
		SingletonSnapManager manager = SingletonSnapManager.builder(unit).lockDir(Path.of(args[0])).build();
		try (HikariDataSource pool = pool(args[3]);
				MachinePermits permits = new MachinePermits(new Asker(machine, manager.getUnitName()),
						new JdbcPermitStore(pool, RolloutSchema.NEVER, (group) -> Integer.parseInt(args[4])),
						new ManagerGate(manager), (group) -> new RolloutSettings(Duration.ofSeconds(2), false),
						Path.of(args[0]));
				FileChannel log = FileChannel.open(Path.of(args[5]), StandardOpenOption.APPEND)) {
			tell(log, "READY");
			while (System.in.available() == 0) {
				// So that other machines have their turn: who asks again at once is the
				// first
				Thread.sleep(ThreadLocalRandom.current().nextInt(100, 600));
				try {
					work(permits.acquire("fleet"), log, machine + " " + ProcessHandle.current().pid());
				}
				catch (RolloutPermitException ex) {
					tell(log, "NOT " + ex.getClass().getSimpleName());
				}
			}
		}
	}

	private static HikariDataSource pool(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setMaximumPoolSize(2);
		pool.setMinimumIdle(0);
		pool.setConnectionTimeout(1000);
		pool.setInitializationFailTimeout(-1);
		return pool;
	}

	private static void work(HeldPermit permit, FileChannel log, String who) throws IOException, InterruptedException {
		tell(log, "ENTER " + who);
		Thread.sleep(ThreadLocalRandom.current().nextInt(20, 120));
		if (ThreadLocalRandom.current().nextInt(10) == 0) {
			tell(log, "FAIL " + who);
			permit.closeAfterFailure();
		}
		else {
			tell(log, "EXIT " + who);
			permit.close();
		}
	}

	// One write(2) at the end of the file is one line, whoever else writes
	private static void tell(FileChannel log, String line) throws IOException {
		log.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
	}

}
