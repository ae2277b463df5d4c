package io.github.singletonsnap.aop;

import java.util.SortedSet;
import java.util.function.Supplier;

import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.aop.Guard.Acquisition;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * The permit of a rollout that a method needs.
 *
 * @param groups the group of the rollout
 * @param source gives the permit, asked for when the method is called
 * @param patience how long to wait for it
 */
record Permit(Names<String> groups, Supplier<PermitSource> source, Patience patience) {

	Acquisition at(MethodInvocation invocation) {
		SortedSet<String> groups = this.groups.at(invocation);
		if (groups.size() > 1) {
			throw new IllegalArgumentException(
					"cannot have permits of " + groups + " for one call: one method is part of one rollout");
		}
		return new OfCall(this, groups.first());
	}

	private record OfCall(Permit permit, String group) implements Acquisition {

		@Override
		public boolean isNested() {
			return this.permit.source().get().isHeld(this.group);
		}

		@Override
		public @Nullable SnapLock acquire() {
			Patience patience = this.permit.patience();
			return this.permit.source().get().acquire(this.group, patience.timeout(), patience.skips());
		}

	}

}
