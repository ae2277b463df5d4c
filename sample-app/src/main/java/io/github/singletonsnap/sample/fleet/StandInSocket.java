package io.github.singletonsnap.sample.fleet;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import io.github.singletonsnap.sample.page.PageEvents;
import io.github.singletonsnap.sample.snap.SnapClient;
import org.apache.catalina.connector.Connector;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Listens on a socket as snapd does, where a stand-in plays snapd's part: units ask there
 * what is in progress.
 */
@Component
@Profile(Fleets.PROFILE + " & " + PageEvents.PROFILE)
class StandInSocket implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	// sun_path of a socket's address, with the byte that ends it
	private static final int LONGEST_PATH = 107;

	private final Optional<Path> path;

	StandInSocket(FleetDirectory directory, SnapClient snaps) {
		this.path = snaps.isStandIn() ? path(directory.path()) : Optional.empty();
	}

	/**
	 * Where it is. Nowhere if the path would be too long for a socket.
	 */
	static Optional<Path> path(Path directory) {
		return Optional.of(directory.resolve("snapd.socket"))
			.filter((path) -> path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH);
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		this.path.ifPresent((path) -> {
			Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
			connector.setProperty("unixDomainSocketPath", path.toString());
			factory.addAdditionalConnectors(connector);
		});
	}

}
