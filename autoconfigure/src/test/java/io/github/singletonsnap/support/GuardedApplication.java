package io.github.singletonsnap.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.github.singletonsnap.annotation.SnapOperation;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * An application that tells whether its methods run under their lock:
 * {@code GuardedApplication DIR}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class GuardedApplication {

	public static void main(String[] args) throws IOException {
		try (var context = new SpringApplicationBuilder(GuardedApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run("--singleton-snap.unit-name=otelcol/0", "--singleton-snap.lock-dir=" + args[0])) {
			Agent agent = context.getBean(Agent.class);
			Path lock = Path.of(args[0], "LCK..otelcol");
			System.out.println("plain: " + agent.plain(lock));
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = agent.future(work);
			System.out.println("future: " + Agent.state(lock));
			work.complete("");
			result.join();
			System.out.println(
					"reactor: " + (ClassUtils.isPresent("reactor.core.publisher.Mono", null) ? "present" : "absent"));
		}
	}

	@Bean
	Agent agent() {
		return new Agent();
	}

	static class Agent {

		@SnapOperation("otelcol")
		String plain(Path lock) throws IOException {
			return state(lock);
		}

		@SnapOperation("otelcol")
		CompletableFuture<String> future(CompletableFuture<String> work) {
			return work;
		}

		static String state(Path lock) throws IOException {
			return Peer.isFreeForFlock(lock) ? "free" : "held";
		}

	}

}
