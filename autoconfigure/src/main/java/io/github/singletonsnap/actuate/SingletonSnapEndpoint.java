package io.github.singletonsnap.actuate;

import java.util.function.Supplier;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.actuate.SingletonSnapDescriptor.ForgetDescriptor;
import io.github.singletonsnap.actuate.SingletonSnapDescriptor.SnapDescriptor;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint that shows who holds, who waits and who is registered, and forgets
 * units that are gone. To show it takes no lock. To forget needs
 * {@code management.endpoint.singletonsnap.access=unrestricted}.
 */
@Endpoint(id = "singletonsnap", defaultAccess = Access.READ_ONLY)
public class SingletonSnapEndpoint {

	private final SingletonSnapManager manager;

	private final RecentRequests requests;

	private final Show showValues;

	/**
	 * Creates the endpoint.
	 * @param manager the manager whose lock directory is shown
	 * @param requests a listener of that manager
	 * @param showValues when arguments of processes are shown, which may be secrets
	 */
	public SingletonSnapEndpoint(SingletonSnapManager manager, RecentRequests requests, Show showValues) {
		this.manager = manager;
		this.requests = requests;
		this.showValues = showValues;
	}

	/**
	 * Shows everything.
	 * @return the lock directory, all snaps and config files, and the last requests
	 */
	@ReadOperation
	public SingletonSnapDescriptor locks() {
		return locks(this.showValues != Show.NEVER);
	}

	SingletonSnapDescriptor locks(boolean arguments) {
		return SingletonSnapDescriptor.of(this.manager, this.requests.list(), arguments);
	}

	/**
	 * Shows one snap.
	 * @param snap the snap's name
	 * @return its registrations and its lock; none and free if nobody has used it yet
	 * @throws InvalidEndpointRequestException if that is not a snap's name
	 */
	@ReadOperation
	public SnapDescriptor snap(@Selector String snap) {
		return snap(snap, this.showValues != Show.NEVER);
	}

	SnapDescriptor snap(String snap, boolean arguments) {
		return valid(() -> SnapDescriptor.of(this.manager.inspectSnap(snap), arguments));
	}

	/**
	 * Forgets that a unit uses a snap. For a unit that is gone: if it still uses the
	 * snap, the next removal takes it away.
	 * @param snap the snap's name
	 * @param unit the unit, with {@code /} or as its name is written on disk
	 * @return whether it was registered
	 * @throws InvalidEndpointRequestException if that is not a snap's name
	 * @throws UnitAtWorkException if the unit holds the snap's lock
	 */
	@DeleteOperation
	public ForgetDescriptor forget(@Selector String snap, @Selector String unit) {
		return valid(() -> new ForgetDescriptor(this.manager.forget(snap, unit)));
	}

	private static <T> T valid(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(reason, reason, ex);
		}
	}

}
