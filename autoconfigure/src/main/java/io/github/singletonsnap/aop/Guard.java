package io.github.singletonsnap.aop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What guards one method.
 *
 * @param method the method, as it is told to whoever has to wait for it
 * @param permit what is to be held first, if the method is part of a rollout
 * @param locks what is to be held then, in the order in which it is acquired
 * @param results how long that is, by what the method returns
 */
record Guard(String method, @Nullable Permit permit, List<Locks> locks, Results results) {

	List<Acquisition> at(SingletonSnapManager manager, MethodInvocation invocation) {
		List<Acquisition> acquisitions = new ArrayList<>(3);
		if (this.permit != null) {
			acquisitions.add(this.permit.at(invocation));
		}
		for (Locks each : this.locks) {
			acquisitions.add(each.at(manager, this.method, invocation));
		}
		return acquisitions;
	}

	/**
	 * How long a call waits, and what becomes of it then.
	 *
	 * @param timeout the longest wait, for all that is acquired together; the default if
	 * null
	 * @param skips whether a call is skipped for which that is not free in time
	 */
	record Patience(@Nullable Duration timeout, boolean skips) {

	}

}
