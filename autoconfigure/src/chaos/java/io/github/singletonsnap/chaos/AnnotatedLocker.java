package io.github.singletonsnap.chaos;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * By annotated methods of a bean.
 */
final class AnnotatedLocker implements Locker {

	private final GuardedSections sections;

	AnnotatedLocker(GuardedSections sections) {
		this.sections = sections;
	}

	static ConfigurableApplicationContext start(String directory, String unit) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.run("--singleton-snap.lock-dir=" + directory, "--singleton-snap.unit-name=" + unit,
					"--singleton-snap.config-timeout=30s", "--singleton-snap.snapd.await-changes=never",
					"--spring.jmx.enabled=false", "--logging.level.root=warn");
	}

	@Override
	public void run(Guarded guarded, Wait wait, Runnable section) {
		if (guarded.isSnap()) {
			switch (wait) {
				case NONE -> this.sections.snapAtOnce(guarded.id(), section);
				case SHORT -> this.sections.snapSoon(guarded.id(), section);
				case LONG -> this.sections.snap(guarded.id(), section);
			}
		}
		else {
			switch (wait) {
				case NONE -> this.sections.configAtOnce(guarded.config(), section);
				case SHORT -> this.sections.configSoon(guarded.config(), section);
				case LONG -> this.sections.config(guarded.config(), section);
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		GuardedSections sections() {
			return new GuardedSections();
		}

	}

	static class GuardedSections {

		@SnapOperation("#{#snap}")
		void snap(String snap, Runnable section) {
			section.run();
		}

		@SnapOperation(value = "#{#snap}", timeout = "5ms")
		void snapSoon(String snap, Runnable section) {
			section.run();
		}

		@SnapOperation(value = "#{#snap}", timeout = "0s")
		void snapAtOnce(String snap, Runnable section) {
			section.run();
		}

		@ConfigOperation("#{#config}")
		void config(String config, Runnable section) {
			section.run();
		}

		@ConfigOperation(value = "#{#config}", timeout = "5ms")
		void configSoon(String config, Runnable section) {
			section.run();
		}

		@ConfigOperation(value = "#{#config}", timeout = "0s")
		void configAtOnce(String config, Runnable section) {
			section.run();
		}

	}

}
