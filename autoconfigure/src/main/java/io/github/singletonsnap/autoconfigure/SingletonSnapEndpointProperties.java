package io.github.singletonsnap.autoconfigure;

import java.util.HashSet;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code management.endpoint.singletonsnap.*} that are ours.
 */
@ConfigurationProperties("management.endpoint.singletonsnap")
final class SingletonSnapEndpointProperties {

	/**
	 * When to show the arguments of other processes, which may be secrets.
	 */
	private Show showValues = Show.NEVER;

	/**
	 * Roles that a user has to have one of to be shown values when authorized. If empty,
	 * every authenticated user is.
	 */
	private final Set<String> roles = new HashSet<>();

	public Show getShowValues() {
		return this.showValues;
	}

	public void setShowValues(Show showValues) {
		this.showValues = showValues;
	}

	public Set<String> getRoles() {
		return this.roles;
	}

}
