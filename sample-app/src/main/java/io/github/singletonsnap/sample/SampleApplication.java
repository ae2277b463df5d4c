package io.github.singletonsnap.sample;

import java.util.List;

import io.github.singletonsnap.sample.serve.ServeController;

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
		List<String> arguments = List.of(args);
		if (arguments.contains(ServeController.PROFILE) && !arguments.contains("--help")) {
			serve(args);
		}
		else {
			// Commands need none of what would be warmed up in the background
			System.setProperty("spring.backgroundpreinitializer.ignore", "true");
			ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, args);
			// After Ctrl-C it is closed already, and the JVM about to end
			if (context.isActive()) {
				System.exit(SpringApplication.exit(context));
			}
		}
	}

	static ConfigurableApplicationContext serve(String... args) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setAdditionalProfiles(ServeController.PROFILE);
		return application.run(args);
	}

}
