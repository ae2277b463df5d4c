package io.github.singletonsnap.sample;

import java.util.List;

import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.sample.agent.CollectorAgent;
import io.github.singletonsnap.sample.fleet.Fleets;
import io.github.singletonsnap.sample.snap.SnapException;
import io.github.singletonsnap.sample.unit.UnitWork;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Runs the command given as argument, as Juju runs a charm's hook.
 */
@Component
class Commands implements ApplicationRunner, ExitCodeGenerator {

	private final CollectorAgent agent;

	private final ObjectProvider<Fleets> fleets;

	private final ObjectProvider<UnitWork> work;

	private final Environment environment;

	private int exitCode;

	Commands(CollectorAgent agent, ObjectProvider<Fleets> fleets, ObjectProvider<UnitWork> work,
			Environment environment) {
		this.agent = agent;
		this.fleets = fleets;
		this.work = work;
		this.environment = environment;
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
			case "serve" -> System.out.println("Listening on " + address() + ". Ctrl-C ends it");
			case "fleet" -> {
				return this.fleets.getObject()
					.run(SampleApplication.class, List.of(arguments.getSourceArgs()), address()) ? 0 : 1;
			}
			case UnitWork.COMMAND -> this.work.getObject().run();
			case UnitWork.LED_COMMAND -> this.work.getObject().runLed();
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

	private String address() {
		return "http://localhost:" + this.environment.getProperty("local.server.port", "");
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
