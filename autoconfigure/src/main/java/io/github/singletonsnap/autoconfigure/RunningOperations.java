package io.github.singletonsnap.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Lets operations that run come to their end when the application is stopped. A process
 * that goes in the middle of one leaves a snap half installed, and {@code systemctl
 * restart} is the commonest way to do that. Waits as long as Spring waits for one phase
 * of its shutdown.
 */
final class RunningOperations implements SnapLockListener, SmartLifecycle, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(RunningOperations.class);

	// After web servers and executors, which let no new work in and wait for their own
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 8192;

	private final Set<Running> running = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Runnable> whenDone = new AtomicReference<>();

	private volatile boolean started;

	@Override
	public Progress requested(SnapLockRequest request) {
		return new Running(request);
	}

	@Override
	public void start() {
		this.started = true;
	}

	@Override
	public boolean isRunning() {
		return this.started;
	}

	@Override
	public void stop() {
		this.started = false;
	}

	@Override
	public void stop(Runnable callback) {
		stop();
		this.whenDone.set(callback);
		if (!this.running.isEmpty()) {
			logger.info("Waiting for the end of {}", describe());
		}
		goOnIfDone();
	}

	private void goOnIfDone() {
		if (this.running.isEmpty()) {
			Runnable callback = this.whenDone.getAndSet(null);
			if (callback != null) {
				callback.run();
			}
		}
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void destroy() {
		if (!this.running.isEmpty()) {
			logger.warn("Stopping in the middle of {}: what it does may stay half done, and the next holder is told. "
					+ "If it needs longer, raise spring.lifecycle.timeout-per-shutdown-phase, and the time that the "
					+ "service manager waits", describe());
		}
	}

	private String describe() {
		return this.running.stream()
			.map((it) -> it.request.operation() + " on " + it.request.kind() + " " + it.request.name())
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private final class Running implements Progress {

		private final SnapLockRequest request;

		Running(SnapLockRequest request) {
			this.request = request;
		}

		@Override
		public void acquired(@Nullable LockProcess abandoned) {
			RunningOperations.this.running.add(this);
		}

		@Override
		public void released() {
			RunningOperations.this.running.remove(this);
			goOnIfDone();
		}

	}

}
