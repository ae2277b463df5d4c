package io.github.singletonsnap.sample.snap;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * Who manages snaps here.
 *
 * @param client the kind of client
 * @param snapFile the file to install the snap from; only the stand-in needs none
 * @param stateDir where the stand-in keeps its state
 */
@ConfigurationProperties("sample")
record SnapProperties(Client client, @Nullable Path snapFile, Path stateDir) {

	SnapProperties {
		Assert.isTrue(client != Client.SNAPD || snapFile != null,
				"sample.client=snapd also needs sample.snap-file, the file to install");
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
