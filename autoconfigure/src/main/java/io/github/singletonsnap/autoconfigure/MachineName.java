package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import io.github.singletonsnap.state.Shown;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The name of this machine among all. Two of one name would share a permit.
 */
final class MachineName {

	private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,255}");

	private static final List<Path> IDS = List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));

	private MachineName() {
	}

	/**
	 * The name that the property gives; without one, the host's name and what the
	 * machine's id tells.
	 */
	static String of(@Nullable String property) {
		return of(property, IDS);
	}

	static String of(@Nullable String property, List<Path> ids) {
		if (property == null) {
			return hostName() + "-" + id(ids);
		}
		if (!ALLOWED.matcher(property).matches()) {
			throw new SingletonSnapConfigurationException("Property singleton-snap.rollout.machine is not usable: \""
					+ Shown.text(property)
					+ "\" cannot be a machine's name: it must have 1 to 255 ASCII letters, digits and any of . _ -.",
					"Give each machine a name that no other has, such as its full host name.", null);
		}
		return property;
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "_");
		}
		catch (UnknownHostException ex) {
			throw refused("its host name is not known: " + ex.getMessage());
		}
	}

	private static String id(List<Path> files) {
		for (Path file : files) {
			try {
				String id = Files.readString(file).strip();
				if (StringUtils.hasText(id) && !id.equals("uninitialized")) {
					return hash(id);
				}
			}
			catch (IOException ex) {
				// The next one
			}
		}
		throw refused("neither " + files.get(0) + " nor " + files.get(1) + " can be read");
	}

	// The id itself is to be known to the machine alone: machine-id(5)
	private static String hash(String id) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(("singleton-snap " + id).getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SingletonSnapConfigurationException refused(String reason) {
		return new SingletonSnapConfigurationException(
				"This machine has no name of its own in a rollout, as " + reason + ".",
				"Add a line with a name that no other machine has to application.properties, the same for all units of "
						+ "this one:\n\n    singleton-snap.rollout.machine=web-1.example.com",
				null);
	}

}
