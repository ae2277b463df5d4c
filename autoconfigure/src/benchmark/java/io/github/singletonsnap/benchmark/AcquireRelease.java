package io.github.singletonsnap.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.autoconfigure.SingletonSnapObservationAutoConfiguration;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One unit, in an application as any user's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 2 * AcquireRelease.ITERATIONS, time = AcquireRelease.ITERATION_MILLIS,
		timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = AcquireRelease.ITERATIONS, time = AcquireRelease.ITERATION_MILLIS,
		timeUnit = TimeUnit.MILLISECONDS)
public class AcquireRelease {

	static final int ITERATIONS = 5;

	static final int ITERATION_MILLIS = 500;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	@Param("")
	private String lockDir;

	// As by default: snapd would be asked if there were one
	@Param("auto")
	private String awaitChanges;

	private ConfigurableApplicationContext application;

	private SingletonSnapManager manager;

	private Body plain;

	private Guarded guarded;

	private Request request;

	@Setup
	public void start() {
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.run("--singleton-snap.lock-dir=" + this.lockDir, "--singleton-snap.unit-name=benchmark/0",
					"--singleton-snap.snapd.await-changes=" + this.awaitChanges,
					// As without Actuator, which is on the class path of the tests
					"--spring.autoconfigure.exclude=" + SingletonSnapObservationAutoConfiguration.class.getName());
		this.manager = this.application.getBean(SingletonSnapManager.class);
		this.plain = new Body();
		this.guarded = this.application.getBean(Guarded.class);
		this.request = new Request("otelcol");
	}

	@TearDown
	public void stop() {
		this.application.close();
	}

	@Benchmark
	public int programmatic(Cost cost) {
		cost.turns++;
		try (SnapLock lock = this.manager.snapOperation("otelcol")) {
			return this.plain.run();
		}
	}

	@Benchmark
	public int annotated(Cost cost) {
		cost.turns++;
		return this.guarded.run();
	}

	@Benchmark
	public int expression(Cost cost) {
		cost.turns++;
		return this.guarded.run(this.request);
	}

	/**
	 * What JMH does not measure: CPU time.
	 */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Cost {

		public long turns;

		public long cpuNanos;

		private long start;

		@Setup(Level.Iteration)
		public void start() {
			this.start = THREADS.getCurrentThreadCpuTime();
		}

		@TearDown(Level.Iteration)
		public void stop() {
			this.cpuNanos = THREADS.getCurrentThreadCpuTime() - this.start;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Guarded guarded() {
			return new Guarded();
		}

	}

	static class Body {

		private int runs;

		int run() {
			return ++this.runs;
		}

	}

	static class Guarded extends Body {

		@Override
		@SnapOperation("otelcol")
		public int run() {
			return super.run();
		}

		@SnapOperation("#{#request.snap}")
		int run(Request request) {
			return super.run();
		}

	}

	record Request(String snap) {

	}

}
