package io.github.singletonsnap.support;

import java.time.Duration;

import io.github.singletonsnap.SingletonSnapManager;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that takes a lock when it starts.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class LockingApplication {

	public static void main(String[] args) {
		new SpringApplicationBuilder(LockingApplication.class).web(WebApplicationType.NONE).run(args).close();
	}

	@Bean
	ApplicationRunner locking(SingletonSnapManager manager) {
		return (arguments) -> {
			manager.snapOperation("otelcol", Duration.ZERO).close();
			System.out.println("body ran");
		};
	}

}
