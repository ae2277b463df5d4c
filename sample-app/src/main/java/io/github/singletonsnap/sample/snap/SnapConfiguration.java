package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Chooses between the real snapd and the stand-in.
 */
@Configuration(proxyBeanMethods = false)
class SnapConfiguration {

	private static final String SOCKET = "/run/snapd.socket";

	@Bean
	SnapClient snapClient(SnapProperties properties) {
		boolean snapd = switch (properties.client()) {
			// A developer's own snapd is left alone
			case AUTO -> properties.snapFile() != null && snapdAnswers();
			case SNAPD -> true;
			case EMBEDDED -> false;
		};
		return snapd ? new SnapCommand("snap", properties.snapFile())
				: new EmbeddedSnapd(properties.stateDir(), SnapConfiguration::pause);
	}

	private static boolean snapdAnswers() {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET))) {
			return channel.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void pause() {
		try {
			Thread.sleep(ThreadLocalRandom.current().nextLong(20, 80));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
