package io.github.singletonsnap.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.function.Supplier;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SingletonSnapManagerBuilder;
import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.autoconfigure.SingletonSnapProperties.Snapd.AwaitChanges;
import io.github.singletonsnap.snapd.SnapdChanges;
import io.github.singletonsnap.state.Shown;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Builds the manager from the properties, and says of each bad one what to do.
 */
final class ManagerFactory {

	static final String PREFIX = "singleton-snap.";

	private static final Duration LEAST_WITHOUT_UNIT = Duration.ofMillis(100);

	private static final Logger logger = LoggerFactory.getLogger(ManagerFactory.class);

	private static final String DIRECTORY = "Set it to the absolute path of a directory that belongs to root or to the "
			+ "user of this application and that this user may write to, the same for all units of the machine. Do not "
			+ "choose another one for this unit alone: it would be apart from the rest.";

	private final SingletonSnapProperties properties;

	private final Environment environment;

	ManagerFactory(SingletonSnapProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	SingletonSnapManager create() {
		try {
			return build();
		}
		catch (UnsupportedOperationException ex) {
			throw new SingletonSnapConfigurationException(
					"This platform has no locks that this starter can use: " + ex.getMessage() + ".",
					"Run the application on Linux or macOS. For development alone, set singleton-snap.enabled=false: "
							+ "locks then exclude within this process only.",
					ex);
		}
		catch (IllegalStateException ex) {
			throw new SingletonSnapConfigurationException("The application cannot lock: " + ex.getMessage() + ".",
					"See that no exclusion takes net.java.dev.jna:jna from the starter.", ex);
		}
	}

	private SingletonSnapManager build() {
		SingletonSnapManagerBuilder builder = builder();
		if (this.properties.isEnabled() && asksSnapd()) {
			builder.snapChanges(new SnapdChanges(this.properties.getSnapd().getSocket()));
		}
		String example = "Use a duration such as 30s, or 0s to try once.";
		checked("snap-timeout", example,
				() -> builder.snapTimeout(withUnit("snap-timeout", this.properties.getSnapTimeout())));
		checked("config-timeout", example,
				() -> builder.configTimeout(withUnit("config-timeout", this.properties.getConfigTimeout())));
		checked("hold-warning", "Use a duration such as 5m.",
				() -> builder.holdWarning(withUnit("hold-warning", this.properties.getHoldWarning())));
		if (!this.properties.isEnabled()) {
			logger
				.warn("singleton-snap.enabled is false: locks exclude within this process only. Other units are neither "
						+ "excluded nor seen, and no snap is ever removed. Remove that property wherever snaps are shared");
			return builder.buildInMemory();
		}
		String ofDirectory = this.properties.getLockDirPermissions();
		checked("lock-dir-permissions", Permissions.advice(ofDirectory, "rwxr-xr-x"),
				() -> builder.lockDirPermissions(Permissions.parse(ofDirectory, "rwxr-xr-x")));
		String ofFiles = this.properties.getLockFilePermissions();
		checked("lock-file-permissions", Permissions.advice(ofFiles, "rw-------"),
				() -> builder.lockFilePermissions(Permissions.parse(ofFiles, "rw-------")));
		Path lockDir = this.properties.getLockDir();
		resolved("lock-dir", lockDir.toString());
		checked("lock-dir", DIRECTORY, () -> builder.lockDir(lockDir));
		Path registrationDir = this.properties.getRegistrationDir();
		if (registrationDir != null) {
			resolved("registration-dir", registrationDir.toString());
			checked("registration-dir", DIRECTORY, () -> builder.registrationDir(registrationDir));
		}
		try {
			return builder.build();
		}
		catch (SnapLockException ex) {
			throw unusable(ex.getPath().equals(registrationDir) ? "registration-dir" : "lock-dir", ex.getMessage(),
					DIRECTORY, ex);
		}
	}

	private SingletonSnapManagerBuilder builder() {
		String name = resolved("unit-name", unitName());
		try {
			return SingletonSnapManager.builder(name);
		}
		catch (IllegalArgumentException ex) {
			if (name.equals(ofJuju())) {
				throw new SingletonSnapConfigurationException(
						"The environment variable JUJU_UNIT_NAME is not usable: " + ex.getMessage() + ".",
						"Give each unit a name of its own, such as otelcol/0, in the variable or in " + PREFIX
								+ "unit-name, which comes first.",
						ex);
			}
			throw unusable("unit-name", ex.getMessage(), "Give each unit a name of its own, such as otelcol/0.", ex);
		}
	}

	// A placeholder that nothing sets is left as it is
	private static String resolved(String property, String value) {
		if (value.contains("${")) {
			throw unusable(property, "nothing sets what \"" + Shown.text(value) + "\" refers to",
					"Set that property or environment variable, or give the placeholder a default, as in "
							+ "${JUJU_UNIT_NAME:otelcol/0}.",
					null);
		}
		return value;
	}

	private Duration withUnit(String property, Duration value) {
		if (value.compareTo(LEAST_WITHOUT_UNIT) < 0 && value.compareTo(Duration.ZERO) > 0) {
			String written = Binder.get(this.environment).bind(PREFIX + property, String.class).orElse("");
			if (written.matches("\\d+")) {
				throw unusable(property, "\"" + written + "\" has no unit, and would be milliseconds",
						"Write " + written + "s for seconds, or " + written + "ms if that is what you mean.", null);
			}
		}
		return value;
	}

	private boolean asksSnapd() {
		Path socket = this.properties.getSnapd().getSocket();
		if (!socket.isAbsolute()) {
			throw unusable("snapd.socket", "\"" + socket + "\" is a relative path",
					"Use the absolute path of snapd's socket, or leave the property out.", null);
		}
		boolean there = isSocket(socket);
		if (!there && this.properties.getSnapd().getAwaitChanges() == AwaitChanges.ALWAYS) {
			throw new SingletonSnapConfigurationException(
					"singleton-snap.snapd.await-changes is \"always\", but there is no socket of snapd at " + socket
							+ ".",
					"Start snapd (systemctl start snapd.socket), or set singleton-snap.snapd.socket to where its "
							+ "socket is. Where snapd may be absent, use the default, auto.",
					null);
		}
		return there && this.properties.getSnapd().getAwaitChanges() != AwaitChanges.NEVER;
	}

	private static boolean isSocket(Path path) {
		try {
			return Files.readAttributes(path, BasicFileAttributes.class).isOther();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String unitName() {
		String name = this.properties.getUnitName();
		String ofJuju = ofJuju();
		if (!StringUtils.hasText(name)) {
			name = ofJuju;
		}
		else if (StringUtils.hasText(ofJuju) && !name.replace('/', '_').equals(ofJuju.replace('/', '_'))) {
			logger.warn(
					"This unit is {}, as singleton-snap.unit-name says, although JUJU_UNIT_NAME is {}. If another unit "
							+ "has the same property, each takes the snaps of the other away: set it to "
							+ "${JUJU_UNIT_NAME:{}}",
					Shown.text(name), Shown.text(ofJuju), Shown.text(name));
		}
		if (!StringUtils.hasText(name) && !this.properties.isEnabled()) {
			return "local/0";
		}
		if (!StringUtils.hasText(name)) {
			throw new SingletonSnapConfigurationException(
					"This unit has no name: neither singleton-snap.unit-name nor the environment variable "
							+ "JUJU_UNIT_NAME is set.",
					"Add a line with a name that no other unit on the machine has to application.properties:\n\n"
							+ "    singleton-snap.unit-name=otelcol/0",
					null);
		}
		return name;
	}

	private @Nullable String ofJuju() {
		return this.environment.getProperty("JUJU_UNIT_NAME");
	}

	private static <T> T checked(String property, String action, Supplier<T> step) {
		try {
			return step.get();
		}
		catch (IllegalArgumentException ex) {
			throw unusable(property, ex.getMessage(), action, ex);
		}
	}

	private static SingletonSnapConfigurationException unusable(String property, @Nullable String problem,
			String action, @Nullable RuntimeException ex) {
		return SingletonSnapConfigurationException.ofProperty(PREFIX + property, problem, action, ex);
	}

}
