package io.github.singletonsnap.sample.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * What the page of this run was told. A page of another site may get a browser to send
 * something to this port, but cannot read what comes back, and so cannot kill a unit.
 */
@Component
@Profile(Fleets.PROFILE)
class Token {

	private final String value = UUID.randomUUID().toString();

	String value() {
		return this.value;
	}

	boolean matches(@Nullable String value) {
		return value != null && MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8),
				this.value.getBytes(StandardCharsets.UTF_8));
	}

}
