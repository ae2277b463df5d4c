package io.github.singletonsnap.benchmark;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/**
 * An application that does nothing but start: {@code StartedUnit DIR}. Runs with this
 * library on the class path and without.
 */
public final class StartedUnit {

	private StartedUnit() {
	}

	public static void main(String[] args) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.run("--singleton-snap.lock-dir=" + args[0], "--singleton-snap.unit-name=benchmark/0");
		System.out.println("ready");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
