package io.github.singletonsnap.sample.snap;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * Who manages snaps here.
 *
 * @param client the kind of client
 * @param snapFile the file to install the snap from
 * @param revision the revision to install from the store instead; only the stand-in needs
 * neither
 * @param stateDir where the stand-in keeps its state
 * @param changeTime about how long a change of the stand-in takes
 */
@ConfigurationProperties("sample")
record SnapProperties(Client client, @Nullable Path snapFile, @Nullable Integer revision, Path stateDir,
		Duration changeTime) {

	SnapProperties {
		Assert.isTrue(client != Client.SNAPD || snapFile != null || revision != null,
				"sample.client=snapd also needs sample.snap-file, the file to install, or sample.revision");
		Assert.isTrue(snapFile == null || revision == null,
				"sample.snap-file cannot be used with sample.revision: a local file has none");
	}

	enum Client {

		/**
		 * The real snapd if it answers and there is a file to install, else the stand-in.
		 */
		AUTO,

		/**
		 * The real snapd.
		 */
		SNAPD,

		/**
		 * The stand-in.
		 */
		EMBEDDED

	}

}
