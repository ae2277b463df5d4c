package io.github.singletonsnap.actuate;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.UnitAtWorkException;
import io.github.singletonsnap.state.Shown;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Tells by the HTTP status whether a unit was forgotten: 204 if it was, 404 if it was not
 * registered, 409 if it is at work; and with a reason that the lock directory cannot be
 * read: 503.
 */
@EndpointWebExtension(endpoint = SingletonSnapEndpoint.class)
public class SingletonSnapEndpointWebExtension {

	private static final int CONFLICT = 409;

	private static final int UNAVAILABLE = 503;

	private final SingletonSnapEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates the extension.
	 * @param endpoint what to extend
	 * @param showValues when arguments of processes are shown, which may be secrets
	 * @param roles who is shown them when authorized; nobody means every user
	 */
	public SingletonSnapEndpointWebExtension(SingletonSnapEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Shows everything.
	 * @param security who asks
	 * @return the lock directory, all snaps and config files, and the last requests; if
	 * they cannot be read, why
	 */
	@ReadOperation
	public WebEndpointResponse<Object> locks(SecurityContext security) {
		return answer(() -> this.endpoint.locks(isShown(security)));
	}

	/**
	 * Shows one snap.
	 * @param security who asks
	 * @param snap the snap's name
	 * @return its registrations and its lock; if they cannot be read, why
	 */
	@ReadOperation
	public WebEndpointResponse<Object> snap(SecurityContext security, @Selector String snap) {
		return answer(() -> this.endpoint.snap(snap, isShown(security)));
	}

	private boolean isShown(SecurityContext security) {
		return this.showValues.isShown(security, this.roles);
	}

	/**
	 * Forgets that a unit uses a snap.
	 * @param snap the snap's name
	 * @param unit the unit, as its name is written on disk
	 * @return an empty answer; if the unit is at work, who it is and at what
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> forget(@Selector String snap, @Selector String unit) {
		try {
			boolean forgotten = this.endpoint.forget(snap, unit).forgotten();
			return new WebEndpointResponse<>(
					forgotten ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (UnitAtWorkException ex) {
			return error(ex, CONFLICT);
		}
		catch (SingletonSnapException ex) {
			return error(ex, UNAVAILABLE);
		}
	}

	private static WebEndpointResponse<Object> answer(Supplier<Object> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (SingletonSnapException ex) {
			return error(ex, UNAVAILABLE);
		}
	}

	private static WebEndpointResponse<Object> error(SingletonSnapException ex, int status) {
		return new WebEndpointResponse<>(Map.of("error", Shown.text(String.valueOf(ex.getMessage()))), status);
	}

}
