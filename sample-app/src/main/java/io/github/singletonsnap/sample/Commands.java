package io.github.singletonsnap.sample;

import java.util.List;

import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.sample.agent.CollectorAgent;
import io.github.singletonsnap.sample.fleet.Fleet;
import io.github.singletonsnap.sample.fleet.FleetUnit;
import io.github.singletonsnap.sample.serve.ServeController;
import io.github.singletonsnap.sample.snap.SnapException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.stereotype.Component;

/**
 * Runs the command given as argument, as Juju runs a charm's hook.
 */
@Component
class Commands implements ApplicationRunner, ExitCodeGenerator {

	private static final Logger logger = LoggerFactory.getLogger(Commands.class);

	private final CollectorAgent agent;

	private final Fleet fleet;

	private final FleetUnit fleetUnit;

	private int exitCode;

	Commands(CollectorAgent agent, Fleet fleet, FleetUnit fleetUnit) {
		this.agent = agent;
		this.fleet = fleet;
		this.fleetUnit = fleetUnit;
	}

	@Override
	public void run(ApplicationArguments arguments) throws Exception {
		List<String> commands = arguments.getNonOptionArgs();
		try {
			this.exitCode = run(String.join(" ", commands), arguments);
		}
		catch (SnapException | SnapLockException ex) {
			System.err.println("error: " + ex.getMessage());
			this.exitCode = 1;
		}
	}

	private int run(String command, ApplicationArguments arguments) throws Exception {
		if (arguments.containsOption("help")) {
			System.out.print(Usage.of(command));
			return 0;
		}
		switch (command) {
			case "start", "reconcile" -> this.agent.reconcile();
			case "remove" -> this.agent.remove();
			case "fleet" -> {
				return this.fleet.run(SampleApplication.class, List.of(arguments.getSourceArgs())) ? 0 : 1;
			}
			case FleetUnit.COMMAND -> this.fleetUnit.run();
			case ServeController.PROFILE -> logger.info("Listening. Stop it with Ctrl-C");
			case "" -> {
				System.out.print(Usage.of(command));
				return 2;
			}
			default -> {
				System.err.println("error: unknown command \"" + command + "\". All commands: --help");
				return 2;
			}
		}
		return 0;
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
