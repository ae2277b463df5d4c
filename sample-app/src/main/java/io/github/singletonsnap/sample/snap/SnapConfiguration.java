package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Chooses between the real snapd and the stand-in.
 */
@Configuration(proxyBeanMethods = false)
class SnapConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(SnapConfiguration.class);

	private static final String SOCKET = "/run/snapd.socket";

	@Bean
	SnapClient snapClient(SnapProperties properties, ObjectProvider<SnapProgress> progress) {
		boolean snapd = switch (properties.client()) {
			// A developer's own snapd is left alone
			case AUTO -> properties.snapFile() != null && snapdAnswers();
			case SNAPD -> true;
			case EMBEDDED -> false;
		};
		return snapd ? new SnapCommand("snap", properties.snapFile(), progress.getIfAvailable(() -> logger::info))
				: new EmbeddedSnapd(properties.stateDir(), () -> pause(properties.changeTime()));
	}

	private static boolean snapdAnswers() {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET))) {
			return channel.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void pause(Duration time) {
		try {
			long millis = time.toMillis();
			Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis * 3 / 2 + 1));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
