package io.github.singletonsnap.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLockTimeoutException;

/**
 * A unit whose requests all time out: {@code WaitingUnit DIR}. Told how many ms to wait,
 * it prints the percentage of one core that it used meanwhile.
 */
public final class WaitingUnit {

	static final int REQUESTS = 100;

	private WaitingUnit() {
	}

	public static void main(String[] args) throws Exception {
		SingletonSnapManager manager = SingletonSnapManager.builder("benchmark/waiting")
			.lockDir(Path.of(args[0]))
			.build();
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			long start = System.nanoTime();
			long cpu = system.getProcessCpuTime();
			waitInVain(manager, Duration.ofMillis(Long.parseLong(line)));
			System.out.println(100.0 * (system.getProcessCpuTime() - cpu) / (System.nanoTime() - start));
		}
	}

	private static void waitInVain(SingletonSnapManager manager, Duration wait) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(REQUESTS);
		List<Future<?>> requests = IntStream.range(0, REQUESTS)
			.<Future<?>>mapToObj((i) -> threads.submit(() -> manager.snapOperation("otelcol", wait)))
			.toList();
		for (Future<?> request : requests) {
			try {
				request.get();
				throw new IllegalStateException("the lock was free");
			}
			catch (ExecutionException ex) {
				if (!(ex.getCause() instanceof SnapLockTimeoutException)) {
					throw ex;
				}
			}
		}
		threads.shutdown();
	}

}
