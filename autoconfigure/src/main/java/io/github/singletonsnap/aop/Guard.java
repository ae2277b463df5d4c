package io.github.singletonsnap.aop;

import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
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
	 * What one call of a guarded method has to acquire: locks or a permit. It is known by
	 * name, and nothing is touched yet.
	 */
	interface Acquisition {

		/**
		 * Whether this thread has it already, and so is the only one that can have it.
		 */
		boolean isNested();

		/**
		 * Acquires it. Returns {@code null} if the call is to be skipped.
		 */
		@Nullable SnapLock acquire();

	}

}
