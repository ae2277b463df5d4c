package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.nio.file.Path;

import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.autoconfigure.SingletonSnapAutoConfiguration;
import io.github.singletonsnap.support.LockLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.resilience.retry.MethodRetryPredicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where the lock stands among what only Spring Framework 7 puts around a method. Left out
 * on Spring Boot 3.5.
 */
@Timeout(120)
class ResilienceOrderTests {

	@TempDir
	static Path directory;

	@Test
	void retriesOfSpringItselfTakeTheLockAnewForEachAttempt() {
		LockLog log = new LockLog(directory);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class))
			.withPropertyValues("singleton-snap.unit-name=otelcol/0", "singleton-snap.lock-dir=" + directory)
			.withBean(LockLog.class, () -> log)
			.withBean(Agent.class)
			.withBean(BetweenAttempts.class)
			.withUserConfiguration(Resilient.class)
			.run((context) -> {
				assertThatIllegalStateException().isThrownBy(() -> context.getBean(Agent.class).retryable());
				assertThat(log.events()).containsExactly("body: held", "failed: free", "body: held", "failed: free");
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class Resilient {

	}

	static class BetweenAttempts implements MethodRetryPredicate {

		private final LockLog log;

		BetweenAttempts(LockLog log) {
			this.log = log;
		}

		@Override
		public boolean shouldRetry(Method method, Throwable throwable) {
			this.log.add("failed");
			return true;
		}

	}

	public static class Agent {

		private final LockLog log;

		Agent(LockLog log) {
			this.log = log;
		}

		@Retryable(maxRetries = 1, delay = 1, predicate = BetweenAttempts.class)
		@SnapOperation("otelcol")
		public void retryable() {
			this.log.add("body");
			throw new IllegalStateException("body");
		}

	}

}
