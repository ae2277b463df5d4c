package io.github.singletonsnap.aop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLeave;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.aop.Guard.Acquisition;
import io.github.singletonsnap.aop.PermitSource.PermitLock;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

/**
 * One call of an annotated method: begin, proceed, end. When the steps are taken is up to
 * its {@link Results}.
 */
final class GuardedCall {

	private final Guard guard;

	private final SingletonSnapManager manager;

	private final MethodInvocation invocation;

	private final Deque<SnapLock> held = new ArrayDeque<>(2);

	private final ExposedProxy exposed;

	private @Nullable List<Acquisition> acquisitions;

	GuardedCall(Guard guard, SingletonSnapManager manager, MethodInvocation invocation) {
		this(guard, manager, invocation, ExposedProxy.NONE);
	}

	private GuardedCall(Guard guard, SingletonSnapManager manager, MethodInvocation invocation, ExposedProxy exposed) {
		this.guard = guard;
		this.manager = manager;
		this.invocation = invocation;
		this.exposed = exposed;
	}

	/**
	 * The same call, for another thread: it finds there what it would find in this one.
	 */
	GuardedCall elsewhere() {
		return new GuardedCall(this.guard, this.manager, this.invocation, ExposedProxy.current());
	}

	/**
	 * The same call, once more: the method can proceed once only in each.
	 */
	GuardedCall again() {
		return new GuardedCall(this.guard, this.manager, ((ProxyMethodInvocation) this.invocation).invocableClone(),
				this.exposed);
	}

	/**
	 * Whether this thread holds one of the locks already, and so is the only one that can
	 * have it.
	 */
	boolean isNested() {
		return acquisitions().stream().anyMatch(Acquisition::isNested);
	}

	/**
	 * Acquires all locks. Returns whether the method is to run; if not, nothing is held.
	 */
	boolean begin() {
		List<Acquisition> all = acquisitions();
		EventLoops.warnOf(this.guard.method());
		boolean runs = false;
		try {
			runs = acquire(all) && this.held.stream().allMatch(GuardedCall::isToRun);
		}
		finally {
			if (!runs) {
				giveUp();
			}
		}
		return runs;
	}

	/**
	 * The method does not run after all. Nothing is held any more.
	 */
	void giveUp() {
		for (SnapLock lock : this.held) {
			if (lock instanceof PermitLock permit) {
				permit.closeUnused();
			}
			else {
				lock.closeAfterFailure();
			}
		}
	}

	// Found out once: an expression may say something else the next time
	private List<Acquisition> acquisitions() {
		List<Acquisition> found = this.acquisitions;
		if (found == null) {
			found = this.guard.at(this.manager, this.invocation);
			this.acquisitions = found;
		}
		return found;
	}

	private boolean acquire(List<Acquisition> all) {
		for (Acquisition acquisition : all) {
			SnapLock lock = acquisition.acquire();
			if (lock == null) {
				return false;
			}
			this.held.push(lock);
		}
		return true;
	}

	private static boolean isToRun(SnapLock lock) {
		return !(lock instanceof SnapLeave leave) || leave.begin();
	}

	@Nullable Object proceed() throws Throwable {
		return this.invocation.proceed();
	}

	/**
	 * Proceeds on another thread than that of the call, for what an {@code @Aspect} below
	 * and {@code AopContext} look for in their thread.
	 */
	@Nullable Object proceedElsewhere() throws Throwable {
		return this.exposed.call(() -> ExposeInvocationInterceptor.INSTANCE.invoke(this.invocation));
	}

	/**
	 * Takes the locks from this thread: the call goes on elsewhere.
	 */
	void detach() {
		this.held.forEach(SnapLock::detach);
	}

	/**
	 * The call has ended: the one place that is told how. Releases all locks, whether
	 * there are any or not.
	 * @param failure what the method, or its result, ended with; {@code null} if it went
	 * well
	 */
	void end(@Nullable Throwable failure) {
		boolean well = false;
		try {
			if (failure == null) {
				succeed();
				well = true;
			}
		}
		finally {
			this.held.forEach(well ? SnapLock::close : SnapLock::closeAfterFailure);
		}
	}

	private void succeed() {
		for (SnapLock lock : this.held) {
			if (lock instanceof SnapLeave leave) {
				leave.succeed();
			}
		}
	}

}
