package io.github.singletonsnap.aop;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.singletonsnap.annotation.SnapOperation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Results that do their work when the lock is free again.
 */
class LaterResultsTests extends GuardedContext {

	@ParameterizedTest
	@ValueSource(strings = { "callable", "supplier", "runnable", "comparator", "stream", "iterator", "process", "body",
			"emitter", "deferred", "entityOfMono", "entityOfBody", "monoOfEntityOfFlux", "optionalOfFuture",
			"listOfFutures", "futureOfMono", "monoOfMono", "arrayOfFutures", "mapOfSuppliers", "wildcard" })
	void declaredResultThatGoesOnLaterStopsTheStart(String method) {
		this.contextRunner.withUserConfiguration(Agent.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(UnguardedMethodsException.class)
				.hasMessageContaining("Agent." + method + "() of bean")
				.hasMessageContaining("and nothing tells when that ends"));
	}

	@Test
	void othersDoNot() {
		this.contextRunner.withUserConfiguration(Fine.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void factoryMethodOfARunnerIsExplained() {
		this.contextRunner.withUserConfiguration(Runners.class)
			.run((context) -> assertThat(refusal(context.getStartupFailure()).getAction())
				.contains("It guards the creation of the bean, not what the bean does"));
	}

	static class Agent {

		@SnapOperation("otelcol")
		@Nullable Callable<String> callable() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable Supplier<String> supplier() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable Runnable runnable() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable Comparator<String> comparator() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable Stream<String> stream() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable Iterator<String> iterator() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable Process process() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable StreamingResponseBody body() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable SseEmitter emitter() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable DeferredResult<String> deferred() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable ResponseEntity<Mono<String>> entityOfMono() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable ResponseEntity<StreamingResponseBody> entityOfBody() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable Mono<ResponseEntity<Flux<String>>> monoOfEntityOfFlux() {
			return null;
		}

		@SnapOperation("otelcol")
		Optional<CompletableFuture<String>> optionalOfFuture() {
			return Optional.empty();
		}

		@SnapOperation("otelcol")
		@Nullable List<CompletableFuture<String>> listOfFutures() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable CompletableFuture<Mono<String>> futureOfMono() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable Mono<Mono<String>> monoOfMono() {
			return null;
		}

		@SnapOperation("otelcol")
		CompletableFuture<String> @Nullable [] arrayOfFutures() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable Map<String, Supplier<String>> mapOfSuppliers() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable List<? extends CompletableFuture<String>> wildcard() {
			return null;
		}

	}

	static class Fine {

		@SnapOperation("otelcol")
		@Nullable Map<String, List<Optional<Integer>>> map() {
			return null;
		}

		@SnapOperation("otelcol")
		@Nullable ResponseEntity<String> entity() {
			return null;
		}

		@SnapOperation("otelcol")
		<T extends Comparable<T>> T generic(T value) {
			return value;
		}

		@SnapOperation("otelcol")
		String @Nullable [] array() {
			return null;
		}

		@SnapOperation("otelcol")
		CompletableFuture<Void> future() {
			return CompletableFuture.completedFuture(null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Runners {

		@Bean
		@SnapOperation("otelcol")
		ApplicationRunner runner() {
			return (arguments) -> {
			};
		}

	}

}
