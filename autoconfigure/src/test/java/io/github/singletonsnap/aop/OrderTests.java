package io.github.singletonsnap.aop;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.support.LockLog;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.retry.annotation.EnableRetry;
import org.springframework.retry.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where the lock stands among what else Spring puts around a method: each of these tests
 * is a row of the table in docs/annotations.md.
 */
@Timeout(120)
class OrderTests extends GuardedContext {

	private LockLog log;

	@BeforeEach
	void addBeans() {
		this.log = new LockLog(this.directory);
		this.contextRunner = this.contextRunner.withBean(LockLog.class, () -> this.log).withBean(Agent.class);
	}

	@Test
	void transactionBeginsAndEndsUnderTheLock() {
		this.contextRunner.withUserConfiguration(Transactions.class).run((context) -> {
			context.getBean(Agent.class).transactional();
			assertThat(this.log.events()).containsExactly("begin: held", "body: held", "commit: held");
		});
	}

	@Test
	void transactionThatFailsIsRolledBackUnderTheLock() {
		this.contextRunner.withUserConfiguration(Transactions.class).run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Agent.class).failing());
			assertThat(this.log.events()).containsExactly("begin: held", "body: held", "rollback: held");
			assertThat(this.log.isFree()).isTrue();
		});
	}

	@Test
	void transactionWithALowerOrderIsOutside() {
		this.contextRunner.withUserConfiguration(OuterTransactions.class).run((context) -> {
			context.getBean(Agent.class).transactional();
			assertThat(this.log.events()).containsExactly("begin: free", "body: held", "commit: free");
		});
	}

	@Test
	void lockIsTakenByTheThreadOfAsync() throws IOException {
		try (Peer peer = Peer.flockHolding(this.log.lock())) {
			this.contextRunner.withUserConfiguration(Asynchronous.class).run((context) -> {
				context.getBean(Agent.class).async(Thread.currentThread());
				peer.send("go");
				assertThat(this.log.await(1)).containsExactly("body in another thread: held");
			});
		}
	}

	@Test
	void futureOfAsyncHoldsTheLockUntilTheInnerOneIsCompleted() {
		CompletableFuture<String> work = new CompletableFuture<>();
		this.contextRunner.withUserConfiguration(Asynchronous.class).run((context) -> {
			CompletableFuture<String> result = context.getBean(Agent.class).asyncFuture(work);
			this.log.await(1);
			assertThat(this.log.isFree()).isFalse();
			work.complete("done");
			assertThat(result.join()).isEqualTo("done");
			assertThat(this.log.isFree()).isTrue();
		});
	}

	@Test
	void springRetryRetriesUnderTheLock() {
		this.contextRunner.withUserConfiguration(Retries.class).run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Agent.class).retryable());
			assertThat(this.log.events()).containsExactly("body: held", "failed: held", "body: held", "failed: held");
			assertThat(this.log.isFree()).isTrue();
		});
	}

	@Test
	void scheduledMethodRunsUnderTheLock() {
		this.contextRunner.withUserConfiguration(Schedules.class)
			.withBean(Scheduling.class)
			.run((context) -> assertThat(this.log.await(2)).startsWith("scheduled: held", "scheduled: held"));
	}

	@Test
	void eventIsHandledUnderTheLock() {
		this.contextRunner.withBean(Listening.class).run((context) -> {
			context.publishEvent("event");
			assertThat(this.log.events()).containsExactly("event: held");
		});
	}

	@Test
	void valueFromTheCacheWaitsForTheLockToo() throws IOException {
		this.contextRunner.withUserConfiguration(Caches.class).run((context) -> {
			Agent agent = context.getBean(Agent.class);
			assertThat(agent.cached()).isEqualTo("value");
			assertThat(agent.cached()).isEqualTo("value");
			assertThat(this.log.events()).containsExactly("body: held");
			try (Peer peer = Peer.flockHolding(this.log.lock())) {
				assertThatExceptionOfType(SnapLockTimeoutException.class).isThrownBy(agent::cached);
			}
		});
	}

	@Test
	void cacheWithALowerOrderIsOutside() throws IOException {
		this.contextRunner.withUserConfiguration(OuterCaches.class).run((context) -> {
			Agent agent = context.getBean(Agent.class);
			assertThat(agent.cached()).isEqualTo("value");
			try (Peer peer = Peer.flockHolding(this.log.lock())) {
				assertThat(agent.cached()).isEqualTo("value");
			}
		});
	}

	public static class Agent {

		private final LockLog log;

		Agent(LockLog log) {
			this.log = log;
		}

		@Transactional
		@SnapOperation("otelcol")
		public void transactional() {
			this.log.add("body");
		}

		@Transactional
		@SnapOperation("otelcol")
		public void failing() {
			this.log.add("body");
			throw new IllegalStateException("body");
		}

		@Async
		@SnapOperation("otelcol")
		public void async(Thread caller) {
			this.log.add("body in " + ((Thread.currentThread() == caller) ? "the same" : "another") + " thread");
		}

		@Async
		@SnapOperation("otelcol")
		public CompletableFuture<String> asyncFuture(CompletableFuture<String> work) {
			this.log.add("body");
			return work;
		}

		@Retryable(maxAttempts = 2)
		@SnapOperation("otelcol")
		public void retryable() {
			this.log.add("body");
			throw new IllegalStateException("body");
		}

		@Cacheable("values")
		@SnapOperation(value = "otelcol", timeout = "0s")
		public @Nullable String cached() {
			this.log.add("body");
			return "value";
		}

	}

	public static class Scheduling {

		private final LockLog log;

		Scheduling(LockLog log) {
			this.log = log;
		}

		@Scheduled(fixedDelay = 1)
		@SnapOperation("otelcol")
		public void scheduled() {
			this.log.add("scheduled");
		}

	}

	public static class Listening {

		private final LockLog log;

		Listening(LockLog log) {
			this.log = log;
		}

		@EventListener
		@SnapOperation("otelcol")
		public void handle(String event) {
			this.log.add(event);
		}

	}

	static class Logged extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		private final transient LockLog log;

		Logged(LockLog log) {
			this.log = log;
		}

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.log.add("begin");
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.log.add("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.log.add("rollback");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

		@Bean
		Logged transactionManager(LockLog log) {
			return new Logged(log);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(order = 0)
	static class OuterTransactions {

		@Bean
		Logged transactionManager(LockLog log) {
			return new Logged(log);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

		@Bean
		TaskExecutor taskExecutor() {
			return new SimpleAsyncTaskExecutor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableRetry
	static class Retries {

		@Bean
		RetryListener listener(LockLog log) {
			return new RetryListener() {

				@Override
				public <T, E extends Throwable> void onError(RetryContext context, RetryCallback<T, E> callback,
						Throwable throwable) {
					log.add("failed");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Schedules {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caches {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager("values");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(order = 0)
	static class OuterCaches {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager("values");
		}

	}

}
