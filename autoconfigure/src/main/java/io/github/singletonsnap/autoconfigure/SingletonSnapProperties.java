package io.github.singletonsnap.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code singleton-snap.*}.
 *
 * @param enabled Whether to lock at all. If not, there are no beans, and annotated
 * methods run without a lock.
 * @param lockDir Directory of the locks and registrations, the same for all units.
 * Created if it is absent.
 * @param unitName Name of this unit, unique on the machine. By default, the environment
 * variable JUJU_UNIT_NAME.
 * @param snapTimeout Longest wait for the lock of a snap, where the annotation or call
 * does not say. Zero tries once.
 * @param configTimeout Longest wait for the lock of a config file, where the annotation
 * or call does not say. Zero tries once.
 * @param holdWarning A lock that is held longer is logged, with what it was acquired for
 * and where its thread is.
 * @param register Snaps that this unit uses. It is registered for them at every start, as
 * a lock directory on a tmpfs forgets at reboot.
 * @param lockDirPermissions Permissions of the lock directory, if this application
 * creates it.
 * @param lockFilePermissions Permissions of the lock files that this application creates.
 * Whoever can open a lock file can hold it.
 * @param aop How annotated methods are intercepted.
 */
@ConfigurationProperties("singleton-snap")
record SingletonSnapProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("/run/lock/singleton_snaps") Path lockDir, @Nullable String unitName,
		@DefaultValue("30s") Duration snapTimeout, @DefaultValue("3s") Duration configTimeout,
		@DefaultValue("5m") Duration holdWarning, @DefaultValue List<Use> register,
		@DefaultValue("rwxr-xr-x") String lockDirPermissions, @DefaultValue("rw-------") String lockFilePermissions,
		@DefaultValue Aop aop) {

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
	 *
	 * @param order Order of the locks among other advice on the same method, a lower one
	 * being further out. By default the lock is held until the transaction has ended.
	 */
	record Aop(@DefaultValue("" + DEFAULT_ORDER) int order) {

		// Transactions and spring-retry stand at the lowest precedence
		static final int DEFAULT_ORDER = Integer.MAX_VALUE - 100;

	}

}
