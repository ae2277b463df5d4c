package io.github.singletonsnap.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code singleton-snap.*}. With setters, because a constructor with ten
 * arguments takes 3 % of the time that a small application needs to start.
 */
@ConfigurationProperties("singleton-snap")
final class SingletonSnapProperties {

	/**
	 * Whether to lock by files. If not, locks exclude within this process only, other
	 * units are not seen, and no snap is removed: for development.
	 */
	private boolean enabled = true;

	/**
	 * Absolute path of the directory of the locks and registrations, the same for all
	 * units. Created if it is absent.
	 */
	private Path lockDir = Path.of("/run/lock/singleton_snaps");

	/**
	 * Absolute path of the directory of the registrations, the same for all units; by
	 * default, that of the locks. /opt/singleton_snaps to share snaps with today's
	 * charms. Apart from the locks, a registration without a revision is refused.
	 */
	private @Nullable Path registrationDir;

	/**
	 * Name of this unit, unique on the machine. By default, the environment variable
	 * JUJU_UNIT_NAME.
	 */
	private @Nullable String unitName;

	/**
	 * Longest wait for the lock of a snap, where the annotation or call does not say.
	 * Zero tries once.
	 */
	private Duration snapTimeout = Duration.ofSeconds(30);

	/**
	 * Longest wait for the lock of a config file, where the annotation or call does not
	 * say. Zero tries once.
	 */
	private Duration configTimeout = Duration.ofSeconds(3);

	/**
	 * A lock that is held longer is logged, with what it was acquired for and where its
	 * thread is.
	 */
	private Duration holdWarning = Duration.ofMinutes(5);

	/**
	 * Snaps that this unit uses. It is registered for them at every start, as a lock
	 * directory on a tmpfs forgets at reboot.
	 */
	private List<Use> register = List.of();

	/**
	 * Permissions of the lock directory, and of one for the registrations, if this
	 * application creates it.
	 */
	private String lockDirPermissions = "rwxr-xr-x";

	/**
	 * Permissions of the lock files that this application creates. Whoever can open a
	 * lock file can hold it.
	 */
	private String lockFilePermissions = "rw-------";

	/**
	 * How annotated methods are intercepted.
	 */
	private final Aop aop = new Aop();

	/**
	 * How operations on snaps wait for snapd itself.
	 */
	private final Snapd snapd = new Snapd();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Path getLockDir() {
		return this.lockDir;
	}

	public void setLockDir(Path lockDir) {
		this.lockDir = lockDir;
	}

	public @Nullable Path getRegistrationDir() {
		return this.registrationDir;
	}

	public void setRegistrationDir(@Nullable Path registrationDir) {
		this.registrationDir = registrationDir;
	}

	public @Nullable String getUnitName() {
		return this.unitName;
	}

	public void setUnitName(@Nullable String unitName) {
		this.unitName = unitName;
	}

	public Duration getSnapTimeout() {
		return this.snapTimeout;
	}

	public void setSnapTimeout(Duration snapTimeout) {
		this.snapTimeout = snapTimeout;
	}

	public Duration getConfigTimeout() {
		return this.configTimeout;
	}

	public void setConfigTimeout(Duration configTimeout) {
		this.configTimeout = configTimeout;
	}

	public Duration getHoldWarning() {
		return this.holdWarning;
	}

	public void setHoldWarning(Duration holdWarning) {
		this.holdWarning = holdWarning;
	}

	public List<Use> getRegister() {
		return this.register;
	}

	public void setRegister(List<Use> register) {
		this.register = register;
	}

	public String getLockDirPermissions() {
		return this.lockDirPermissions;
	}

	public void setLockDirPermissions(String lockDirPermissions) {
		this.lockDirPermissions = lockDirPermissions;
	}

	public String getLockFilePermissions() {
		return this.lockFilePermissions;
	}

	public void setLockFilePermissions(String lockFilePermissions) {
		this.lockFilePermissions = lockFilePermissions;
	}

	public Aop getAop() {
		return this.aop;
	}

	public Snapd getSnapd() {
		return this.snapd;
	}

	/**
	 * The properties {@code singleton-snap.register[].*}.
	 *
	 * @param snap Name of the snap.
	 * @param revision Revision that this unit asks for, if any.
	 */
	record Use(@DefaultValue("") String snap, @Nullable Integer revision) {

	}

	/**
	 * The properties {@code singleton-snap.aop.*}.
	 */
	static final class Aop {

		/**
		 * Order of the locks among other advice on the same method, a lower one being
		 * further out. By default the lock is held until the transaction has ended.
		 */
		// Transactions and spring-retry stand at the lowest precedence
		private int order = 2147483547;

		public int getOrder() {
			return this.order;
		}

		public void setOrder(int order) {
			this.order = order;
		}

	}

	/**
	 * The properties {@code singleton-snap.snapd.*}.
	 */
	static final class Snapd {

		/**
		 * Whether an operation on a snap waits, under its lock and within its timeout,
		 * until snapd is seeded and has no change in progress for that snap.
		 */
		private AwaitChanges awaitChanges = AwaitChanges.AUTO;

		/**
		 * Absolute path of snapd's socket.
		 */
		private Path socket = Path.of("/run/snapd.socket");

		public AwaitChanges getAwaitChanges() {
			return this.awaitChanges;
		}

		public void setAwaitChanges(AwaitChanges awaitChanges) {
			this.awaitChanges = awaitChanges;
		}

		public Path getSocket() {
			return this.socket;
		}

		public void setSocket(Path socket) {
			this.socket = socket;
		}

		/**
		 * The values of {@code singleton-snap.snapd.await-changes}.
		 */
		enum AwaitChanges {

			/**
			 * Where the socket exists when the application starts.
			 */
			AUTO,

			/**
			 * Always; without a socket the start fails.
			 */
			ALWAYS,

			/**
			 * Never.
			 */
			NEVER

		}

	}

}
