package io.github.singletonsnap.sample.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * The directory of a run, there as long as its application.
 */
@Component
@Profile(Fleets.PROFILE)
class FleetDirectory implements DisposableBean {

	private final Path path;

	FleetDirectory(FleetProperties properties) throws IOException {
		this.path = Files
			.createDirectories(Objects.requireNonNull(properties.fleetDir(), "sample.fleet-dir").toAbsolutePath());
	}

	Path path() {
		return this.path;
	}

	@Override
	public void destroy() throws IOException {
		FileSystemUtils.deleteRecursively(this.path);
	}

}
