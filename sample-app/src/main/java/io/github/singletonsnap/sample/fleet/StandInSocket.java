package io.github.singletonsnap.sample.fleet;

import java.nio.file.Path;

import io.github.singletonsnap.sample.page.PageEvents;
import io.github.singletonsnap.sample.snap.SnapClient;
import org.apache.catalina.connector.Connector;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Listens on a socket as snapd does, where a stand-in plays snapd's part: units ask
 * there what is in progress.
 */
@Component
@Profile(Fleets.PROFILE + " & " + PageEvents.PROFILE)
class StandInSocket implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	private final Path path;

	private final boolean isNeeded;

	StandInSocket(FleetDirectory directory, SnapClient snaps) {
		this.path = path(directory.path());
		this.isNeeded = snaps.isStandIn();
	}

	static Path path(Path directory) {
		return directory.resolve("snapd.socket");
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		if (this.isNeeded) {
			Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
			connector.setProperty("unixDomainSocketPath", this.path.toString());
			factory.addAdditionalConnectors(connector);
		}
	}

}
