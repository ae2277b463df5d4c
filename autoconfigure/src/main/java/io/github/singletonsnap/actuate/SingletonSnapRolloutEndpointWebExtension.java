package io.github.singletonsnap.actuate;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.singletonsnap.rollout.RolloutPermitException;
import io.github.singletonsnap.rollout.RolloutPermitTimeoutException;
import io.github.singletonsnap.state.Shown;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Tells by the HTTP status whether a machine was forgotten: 204 if it was, 404 if it had
 * no permit, 409 if it is this one and at work; and with a reason that the database does
 * not answer: 503.
 */
@EndpointWebExtension(endpoint = SingletonSnapRolloutEndpoint.class)
public class SingletonSnapRolloutEndpointWebExtension {

	private static final int CONFLICT = 409;

	private static final int UNAVAILABLE = 503;

	private final SingletonSnapRolloutEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint what to extend
	 */
	public SingletonSnapRolloutEndpointWebExtension(SingletonSnapRolloutEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Shows everything.
	 * @return all groups; if they cannot be read, why
	 */
	@ReadOperation
	public WebEndpointResponse<Object> rollouts() {
		return answer(() -> Optional.of(this.endpoint.rollouts()));
	}

	/**
	 * Shows one group.
	 * @param group the group's name
	 * @return the group; if it cannot be read, why
	 */
	@ReadOperation
	public WebEndpointResponse<Object> rollout(@Selector String group) {
		return answer(() -> this.endpoint.rollout(group));
	}

	/**
	 * Takes the permit of a machine away.
	 * @param group the group's name
	 * @param machine the machine's name
	 * @return an empty answer; if the machine is at work, who is
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> forget(@Selector String group, @Selector String machine) {
		try {
			return new WebEndpointResponse<>(this.endpoint.forget(group, machine).forgotten()
					? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (RolloutPermitTimeoutException ex) {
			return error(ex, CONFLICT);
		}
		catch (RolloutPermitException ex) {
			return error(ex, UNAVAILABLE);
		}
	}

	private static WebEndpointResponse<Object> answer(Supplier<Optional<?>> operation) {
		try {
			return operation.get()
				.<WebEndpointResponse<Object>>map(WebEndpointResponse::new)
				.orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
		}
		catch (RolloutPermitException ex) {
			return error(ex, UNAVAILABLE);
		}
	}

	private static WebEndpointResponse<Object> error(RolloutPermitException ex, int status) {
		return new WebEndpointResponse<>(Map.of("error", Shown.text(String.valueOf(ex.getMessage()))), status);
	}

}
