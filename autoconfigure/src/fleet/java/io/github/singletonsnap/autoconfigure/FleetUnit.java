package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * {@code FleetUnit DIR MACHINE UNIT URL LOG}. It ends when its input ends, and obeys to
 * files in its machine's directory: asks for none while there is {@code rest}, is inside
 * while there is {@code stay}, fails and does no more while there is {@code fail}.
 */
public final class FleetUnit {

	private static final String GROUP = "fleet";

	private final Path directory;

	private final String name;

	private final FileChannel log;

	private volatile boolean ended;

	private FleetUnit(Path directory, String machine, FileChannel log) {
		this.directory = directory;
		this.name = machine + " " + ProcessHandle.current().pid();
		this.log = log;
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		SingletonSnapManager manager = SingletonSnapManager.builder(args[2]).lockDir(directory).build();
		try (HikariDataSource pool = pool(args[3]);
				MachinePermits permits = new MachinePermits(new Asker(args[1], manager.getUnitName()),
						new JdbcPermitStore(pool, RolloutSchema.NEVER, (group) -> 1), new ManagerGate(manager),
						(group) -> new RolloutSettings(Duration.ofSeconds(3), false), directory);
				FileChannel log = FileChannel.open(Path.of(args[4]), StandardOpenOption.APPEND)) {
			new FleetUnit(directory, args[1], log).run(permits);
		}
	}

	private static HikariDataSource pool(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setMaximumPoolSize(2);
		pool.setMinimumIdle(0);
		pool.setConnectionTimeout(5000);
		pool.setInitializationFailTimeout(-1);
		return pool;
	}

	private void run(MachinePermits permits) throws IOException, InterruptedException {
		Thread input = new Thread(this::awaitEndOfInput);
		input.setDaemon(true);
		input.start();
		tell("READY " + this.name + " " + System.currentTimeMillis());
		while (!this.ended) {
			// So that other machines have their turn: who asks again at once is the first
			pause(100, 400);
			stopWhile("rest");
			try {
				work(permits.acquire(GROUP));
			}
			catch (RolloutPermitException ex) {
				tell("NOT " + this.name + " " + ex.getClass().getSimpleName());
			}
		}
	}

	private void awaitEndOfInput() {
		try {
			System.in.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			// Has ended too
		}
		this.ended = true;
	}

	private void work(HeldPermit permit) throws IOException, InterruptedException {
		tell("ENTER " + this.name);
		pause(10, 60);
		if (isThere("stay")) {
			tell("STAY " + this.name);
			stopWhile("stay");
		}
		if (isThere("fail") || ThreadLocalRandom.current().nextInt(10) == 0) {
			tell("FAIL " + this.name);
			permit.closeAfterFailure();
			stopWhile("fail");
		}
		else {
			tell("EXIT " + this.name);
			permit.close();
		}
	}

	private static void pause(int shortest, int longest) throws InterruptedException {
		Thread.sleep(ThreadLocalRandom.current().nextInt(shortest, longest));
	}

	private void stopWhile(String sign) throws InterruptedException {
		while (!this.ended && isThere(sign)) {
			Thread.sleep(10);
		}
	}

	private boolean isThere(String sign) {
		return Files.exists(this.directory.resolve(sign));
	}

	// One write(2) at the end of the file is one line, whoever else writes
	private void tell(String line) throws IOException {
		this.log.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
	}

}
