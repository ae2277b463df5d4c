package io.github.singletonsnap.actuate;

import java.util.Map;

import io.github.singletonsnap.UnitAtWorkException;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Tells by the HTTP status whether a unit was forgotten: 204 if it was, 404 if it was not
 * registered, 409 if it is at work.
 */
@EndpointWebExtension(endpoint = SingletonSnapEndpoint.class)
public class SingletonSnapEndpointWebExtension {

	private static final int CONFLICT = 409;

	private final SingletonSnapEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint what to extend
	 */
	public SingletonSnapEndpointWebExtension(SingletonSnapEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Forgets that a unit uses a snap.
	 * @param snap the snap's name
	 * @param unit the unit, as its name is written on disk
	 * @return an empty answer; if the unit is at work, who it is and at what
	 */
	@DeleteOperation
	public WebEndpointResponse<Map<String, String>> forget(@Selector String snap, @Selector String unit) {
		try {
			boolean forgotten = this.endpoint.forget(snap, unit).forgotten();
			return new WebEndpointResponse<>(
					forgotten ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (UnitAtWorkException ex) {
			return new WebEndpointResponse<>(Map.of("error", String.valueOf(ex.getMessage())), CONFLICT);
		}
	}

}
