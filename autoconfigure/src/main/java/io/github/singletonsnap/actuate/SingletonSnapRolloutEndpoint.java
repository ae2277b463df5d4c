package io.github.singletonsnap.actuate;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.singletonsnap.actuate.SingletonSnapRolloutDescriptor.GroupDescriptor;
import io.github.singletonsnap.rollout.RolloutPermits;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint that shows which machines are at work in which rollout, and forgets
 * machines. To forget needs
 * {@code management.endpoint.singletonsnaprollout.access=unrestricted}.
 */
@Endpoint(id = "singletonsnaprollout", defaultAccess = Access.READ_ONLY)
public class SingletonSnapRolloutEndpoint {

	private final Supplier<RolloutPermits> permits;

	/**
	 * Creates the endpoint.
	 * @param permits gives the permits, asked when they are to be shown
	 */
	public SingletonSnapRolloutEndpoint(Supplier<RolloutPermits> permits) {
		this.permits = permits;
	}

	/**
	 * Shows everything.
	 * @return all groups
	 */
	@ReadOperation
	public SingletonSnapRolloutDescriptor rollouts() {
		return SingletonSnapRolloutDescriptor.of(this.permits.get());
	}

	/**
	 * Shows one group.
	 * @param group the group's name
	 * @return the group; empty if no machine has asked for it yet
	 */
	@ReadOperation
	public Optional<GroupDescriptor> rollout(@Selector String group) {
		List<GroupDescriptor> groups = rollouts().groups();
		return groups.stream().filter((it) -> it.group().equals(group)).findAny();
	}

	/**
	 * Takes the permit of a machine away. For a machine that is gone: what it still does,
	 * it does without a permit.
	 * @param group the group's name
	 * @param machine the machine's name
	 * @return whether it had one
	 * @throws InvalidEndpointRequestException if that is not a group's name
	 */
	@DeleteOperation
	public ForgetMachineDescriptor forget(@Selector String group, @Selector String machine) {
		try {
			return new ForgetMachineDescriptor(this.permits.get().forget(group, machine));
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(reason, reason, ex);
		}
	}

	/**
	 * The answer to a request to forget a machine. By HTTP the status tells it.
	 *
	 * @param forgotten whether the machine had a permit, and has none any more
	 */
	public record ForgetMachineDescriptor(boolean forgotten) {

	}

}
