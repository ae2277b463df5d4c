package io.github.singletonsnap.sample;

import java.util.List;

import io.github.singletonsnap.sample.fleet.Fleets;
import io.github.singletonsnap.sample.page.PageEvents;
import io.github.singletonsnap.sample.serve.ServeController;
import io.github.singletonsnap.sample.unit.UnitWork;

import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.resilience.annotation.EnableResilientMethods;

/**
 * An agent for one unit that uses an OpenTelemetry Collector snap together with other
 * units of the machine, the way Juju charms do.
 */
@SpringBootApplication
@EnableResilientMethods
@ConfigurationPropertiesScan
public class SampleApplication {

	public static void main(String[] args) {
		if (AotDetector.useGeneratedArtifacts() && profiles(List.of(args)).length > 0) {
			System.err.println("error: with -Dspring.aot.enabled=true there are only start, reconcile and remove");
			System.exit(2);
		}
		// Commands need none of what would be warmed up in the background
		System.setProperty("spring.backgroundpreinitializer.ignore", "true");
		ConfigurableApplicationContext context = run(args);
		boolean keepsRunning = context.getEnvironment().matchesProfiles(ServeController.PROFILE);
		// After Ctrl-C it is closed already, and the JVM about to end
		if (!keepsRunning && context.isActive()) {
			System.exit(SpringApplication.exit(context));
		}
	}

	static ConfigurableApplicationContext run(String... args) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setAdditionalProfiles(profiles(List.of(args)));
		return application.run(args);
	}

	// What only some commands need is not there for the others
	private static String[] profiles(List<String> args) {
		String command = args.stream().filter((arg) -> !arg.startsWith("--")).findFirst().orElse("");
		if (args.contains("--help")) {
			return new String[0];
		}
		return switch (command) {
			case "serve" -> new String[] { PageEvents.PROFILE, ServeController.PROFILE };
			case "fleet" -> args.contains(Fleets.EXIT_WHEN_DONE) ? new String[] { Fleets.PROFILE }
					: new String[] { PageEvents.PROFILE, Fleets.PROFILE };
			case UnitWork.COMMAND, UnitWork.LED_COMMAND -> new String[] { UnitWork.PROFILE };
			default -> new String[0];
		};
	}

}
