package io.github.singletonsnap.sample.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

import io.github.singletonsnap.sample.agent.ConfigFile;
import io.github.singletonsnap.sample.snap.SnapClient;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Starts units as processes, lets them work at the same time, and tells what happened.
 */
@Component
public class Fleet implements DisposableBean {

	private final FleetProperties properties;

	private final SnapClient snaps;

	private final boolean locking;

	private final List<UnitProcess> units = new CopyOnWriteArrayList<>();

	// Had by a run until all that it has made is gone again
	private final Semaphore turn = new Semaphore(1);

	private volatile boolean stopped;

	Fleet(FleetProperties properties, SnapClient snaps, @Value("${singleton-snap.enabled:true}") boolean locking) {
		this.properties = properties;
		this.snaps = snaps;
		this.locking = locking;
	}

	/**
	 * Runs the fleet.
	 * @param main the main class, for the units' processes
	 * @param arguments the arguments of this process, whose options are for the units too
	 * @return whether all went well
	 * @throws IOException if a process or a file cannot be created
	 * @throws InterruptedException if this thread was interrupted
	 */
	public boolean run(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
		this.turn.acquire();
		try {
			return runInDirectory(main, arguments);
		}
		finally {
			this.turn.release();
		}
	}

	/**
	 * Ends a run that is still at work: Ctrl-C closes the application.
	 */
	@Override
	public void destroy() {
		this.stopped = true;
		this.units.forEach(UnitProcess::kill);
		// Never released: no other run begins
		this.turn.acquireUninterruptibly();
	}

	private boolean runInDirectory(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
		Path dir = Files.createTempDirectory(Files.createDirectories(this.properties.dir().toAbsolutePath()), "fleet-");
		try {
			ConfigFile config = new ConfigFile(dir.resolve("config.yaml"));
			Map<String, String> options = new TreeMap<>(Map.of("sample.dir", dir.toString(), "sample.config-file",
					config.path().toString(), "singleton-snap.enabled", String.valueOf(this.locking)));
			if (!this.locking) {
				// Retries would hide what is to be seen
				options.put("sample.retries", "0");
			}
			return run(new UnitCommand(main, arguments, options), config);
		}
		finally {
			FileSystemUtils.deleteRecursively(dir);
		}
	}

	private boolean run(UnitCommand command, ConfigFile config) throws IOException, InterruptedException {
		Timeline timeline = new Timeline(System.out);
		System.out.printf("%d units share a snap on %s,%nand do %d operations each. Locking is %s.%n",
				this.properties.units(), this.snaps, this.properties.operations(), this.locking ? "on" : "OFF");
		System.out.printf("Starting %d processes ...%n%n", this.properties.units());
		boolean complete = work(command, timeline);
		Summary summary = Summary.of(timeline.reports(), config.read());
		System.out.printf("%n%s%s%n", complete ? "" : "INCOMPLETE\n", summary);
		System.out.println(this.locking ? "See the same without locks: --singleton-snap.enabled=false"
				: "See the same with locks: without --singleton-snap.enabled=false");
		return complete && summary.isClean();
	}

	private boolean work(UnitCommand command, Timeline timeline) throws IOException, InterruptedException {
		Instant deadline = Instant.now().plus(this.properties.deadline());
		try {
			for (int i = 0; i < this.properties.units(); i++) {
				String unit = "otelcol/" + i;
				this.units.add(UnitProcess.start(unit, command.forUnit(unit), timeline::add));
				if (this.stopped) {
					return false;
				}
			}
			for (UnitProcess unit : this.units) {
				unit.awaitReady(deadline);
			}
			timeline.begin();
			for (UnitProcess unit : this.units) {
				unit.begin();
			}
			for (UnitProcess unit : this.units) {
				unit.awaitEnd(deadline);
			}
			return true;
		}
		catch (UnitFailedException ex) {
			System.out.println(this.stopped ? "Stopped." : ex.getMessage());
			return false;
		}
		finally {
			this.units.forEach(UnitProcess::kill);
			this.units.clear();
		}
	}

}
