package io.github.singletonsnap.actuate;

import java.util.List;

import io.github.singletonsnap.rollout.RolloutPermits;
import io.github.singletonsnap.state.PermitState;
import io.github.singletonsnap.state.RolloutState;
import io.github.singletonsnap.state.Shown;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint answers. Times are written as ISO 8601 has it.
 *
 * @param machine this machine
 * @param groups all groups that there are in the database, by name
 */
public record SingletonSnapRolloutDescriptor(String machine, List<GroupDescriptor> groups) {

	static SingletonSnapRolloutDescriptor of(RolloutPermits permits) {
		return new SingletonSnapRolloutDescriptor(permits.getMachine(),
				permits.inspect().stream().map(GroupDescriptor::of).toList());
	}

	/**
	 * A group of machines.
	 *
	 * @param group its name
	 * @param maxUnavailable how many machines may be at work at once
	 * @param atWork how many are, or have failed at it
	 * @param hint what to do if no other machine can begin
	 * @param permits its permits
	 */
	public record GroupDescriptor(String group, int maxUnavailable, int atWork, @Nullable String hint,
			List<PermitDescriptor> permits) {

		static GroupDescriptor of(RolloutState state) {
			int taken = state.taken().size();
			String hint = (taken < state.permits().size()) ? null
					: "All permits are taken. If the work of these machines has failed, the rollout stands still until "
							+ "one of them ends it well, or is forgotten";
			return new GroupDescriptor(Shown.text(state.group()), state.permits().size(), taken, hint,
					state.permits().stream().map(PermitDescriptor::of).toList());
		}

	}

	/**
	 * A permit.
	 *
	 * @param slot its number within its group
	 * @param machine the machine that has it, if any
	 * @param unit the unit that asked for it last
	 * @param since since when the machine has it
	 */
	public record PermitDescriptor(int slot, @Nullable String machine, @Nullable String unit, @Nullable String since) {

		static PermitDescriptor of(PermitState permit) {
			return new PermitDescriptor(permit.slot(), permit.machine(), permit.unit(),
					(permit.since() != null) ? permit.since().toString() : null);
		}

	}

}
