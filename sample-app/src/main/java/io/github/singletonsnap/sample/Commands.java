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

	private static final String USAGE = """
			An agent for one unit that shares the snap "otelcol" with other units of this machine.

			  start      register this unit, install the snap if it is absent, write the unit's configuration
			  reconcile  the same again: acts only where something changed
			  remove     withdraw this unit; the last unit to leave removes the snap
			  fleet      run 4 units as processes of their own, each doing 15 random operations at the same
			             time as the others, and show who waited for whom
			  serve      keep running, and listen on http://localhost:8080: POST /reconcile and /remove,
			             GET /actuator/singletonsnap (who holds, waits and is registered) and
			             /actuator/prometheus

			Try:  fleet
			      fleet --singleton-snap.enabled=false         the same without locks: watch it fail
			      fleet --sample.units=8 --sample.operations=50

			Without a snapd, or without --sample.snap-file=FILE to install, a stand-in plays snapd's part.
			""";

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
			this.exitCode = run((commands.size() == 1) ? commands.get(0) : "", arguments);
		}
		catch (SnapException | SnapLockException ex) {
			System.err.println("error: " + ex.getMessage());
			this.exitCode = 1;
		}
	}

	private int run(String command, ApplicationArguments arguments) throws Exception {
		switch (command) {
			case "start", "reconcile" -> this.agent.reconcile();
			case "remove" -> this.agent.remove();
			case "fleet" -> {
				return this.fleet.run(SampleApplication.class, List.of(arguments.getSourceArgs())) ? 0 : 1;
			}
			case FleetUnit.COMMAND -> this.fleetUnit.run();
			case ServeController.PROFILE -> logger.info("Listening. Stop it with Ctrl-C");
			default -> {
				System.out.print(USAGE);
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
