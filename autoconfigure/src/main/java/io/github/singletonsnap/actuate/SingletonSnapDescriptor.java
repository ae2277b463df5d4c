package io.github.singletonsnap.actuate;

import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.state.ConfigState;
import io.github.singletonsnap.state.LockDirCheck;
import io.github.singletonsnap.state.LockDirState;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.LockState;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.state.Shown;
import io.github.singletonsnap.state.SnapChange;
import io.github.singletonsnap.state.SnapState;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint answers. Times are written as ISO 8601 has it
 * ({@code 2026-01-31T03:00:00Z}), durations too ({@code PT1.5S}); what is not known is
 * {@code null}.
 *
 * @param lockDir the directory of the locks
 * @param registrationDir the directory of the registrations
 * @param unit this unit, as its name is written on disk
 * @param selfTest whether locks exclude each other in that directory
 * @param snaps the snaps that have a lock file or a registration
 * @param configs the config files that have a lock file
 * @param recentRequests the last 100 requests for locks of this process, the latest first
 */
public record SingletonSnapDescriptor(String lockDir, String registrationDir, String unit, SelfTestDescriptor selfTest,
		List<SnapDescriptor> snaps, List<ConfigDescriptor> configs, List<RequestDescriptor> recentRequests) {

	static SingletonSnapDescriptor of(SingletonSnapManager manager, List<RequestDescriptor> recentRequests,
			boolean arguments) {
		LockDirState state = manager.inspect();
		return new SingletonSnapDescriptor(manager.getLockDir().toString(), manager.getRegistrationDir().toString(),
				manager.getUnitName(), SelfTestDescriptor.of(manager.getLockDirCheck()),
				state.snaps().stream().map((snap) -> SnapDescriptor.of(snap, arguments)).toList(),
				state.configs().stream().map((config) -> ConfigDescriptor.of(config, arguments)).toList(),
				recentRequests);
	}

	/**
	 * The result of the self-test of the lock directory.
	 *
	 * @param status {@code not-run}, {@code passed} or {@code failed}
	 * @param problem what is wrong and what to do, if it failed
	 */
	public record SelfTestDescriptor(String status, @Nullable String problem) {

		static SelfTestDescriptor of(LockDirCheck test) {
			return new SelfTestDescriptor(test.status().toString(), test.problem());
		}

	}

	/**
	 * A snap.
	 *
	 * @param snap its name
	 * @param registrations the units that use it
	 * @param lock its lock
	 * @param changes what snapd is doing with it; told of one snap that is asked for
	 */
	public record SnapDescriptor(String snap, List<RegistrationDescriptor> registrations, LockDescriptor lock,
			List<ChangeDescriptor> changes) {

		static SnapDescriptor of(SnapState state, boolean arguments) {
			return new SnapDescriptor(state.snap(),
					state.registrations().stream().map(RegistrationDescriptor::of).toList(),
					LockDescriptor.of(state.lock(), arguments),
					state.changes().stream().map(ChangeDescriptor::of).toList());
		}

	}

	/**
	 * A change of snapd that is in progress.
	 *
	 * @param id its id
	 * @param kind what it does, such as {@code install-snap}
	 * @param summary the same in a sentence
	 * @param since when it was started, if snapd says so
	 */
	public record ChangeDescriptor(String id, String kind, String summary, @Nullable String since) {

		static ChangeDescriptor of(SnapChange change) {
			return new ChangeDescriptor(change.id(), change.kind(), change.summary(),
					(change.since() != null) ? change.since().toString() : null);
		}

	}

	/**
	 * A config file.
	 *
	 * @param config its path, if this process has asked for its lock
	 * @param lock its lock
	 */
	public record ConfigDescriptor(@Nullable String config, LockDescriptor lock) {

		static ConfigDescriptor of(ConfigState state, boolean arguments) {
			return new ConfigDescriptor((state.config() != null) ? state.config().toString() : null,
					LockDescriptor.of(state.lock(), arguments));
		}

	}

	/**
	 * That a unit uses a snap.
	 *
	 * @param unit the unit's name as it is written on disk, control characters replaced
	 * @param revision the revision that it asked for, if any
	 * @param lastSeen when it registered last
	 * @param layout the form in which the registration is written: {@code with-revision},
	 * {@code revision-first}, {@code sibling-charm} or {@code without-revision}
	 */
	public record RegistrationDescriptor(String unit, @Nullable Integer revision, String lastSeen, String layout) {

		static RegistrationDescriptor of(Registration registration) {
			return new RegistrationDescriptor(Shown.text(registration.unit()),
					registration.revision().isPresent() ? registration.revision().getAsInt() : null,
					registration.lastSeen().toString(), registration.layout().toString());
		}

	}

	/**
	 * A lock.
	 *
	 * @param file the name of the lock file
	 * @param state {@code free} or {@code held}, as far as the kernel tells: processes of
	 * another container are not seen
	 * @param holder who holds it, if it is held and the kernel tells by whom
	 * @param waiters who waits for it, of any program
	 * @param abandonedBy the unit that acquired it and has not released it, but is not
	 * there any more, or in another container
	 */
	public record LockDescriptor(String file, String state, @Nullable ProcessDescriptor holder,
			List<ProcessDescriptor> waiters, @Nullable ProcessDescriptor abandonedBy) {

		static LockDescriptor of(LockState lock, boolean arguments) {
			return new LockDescriptor(String.valueOf(lock.file().getFileName()), lock.held() ? "held" : "free",
					ProcessDescriptor.of(lock.holder(), arguments),
					lock.waiters().stream().map((waiter) -> ProcessDescriptor.of(waiter, arguments)).toList(),
					ProcessDescriptor.of(lock.abandoned(), arguments));
		}

	}

	/**
	 * A process that holds a lock, waits for it, or left it half done.
	 *
	 * @param pid its id
	 * @param command its program, and if values are shown its arguments; empty if it may
	 * not be looked at
	 * @param unit its unit, if it says so
	 * @param operation what it has or had the lock for, if it says so
	 * @param since since when, if it says so
	 */
	public record ProcessDescriptor(long pid, String command, @Nullable String unit, @Nullable String operation,
			@Nullable String since) {

		static @Nullable ProcessDescriptor of(@Nullable LockProcess process, boolean arguments) {
			return (process != null) ? new ProcessDescriptor(process.pid(),
					arguments ? (process.program() + " " + process.arguments()).strip() : process.program(),
					process.unit(), process.operation(), (process.since() != null) ? process.since().toString() : null)
					: null;
		}

	}

	/**
	 * The answer to a request to forget a unit. By HTTP the status tells it.
	 *
	 * @param forgotten whether the unit was registered, and is not any more
	 */
	public record ForgetDescriptor(boolean forgotten) {

	}

	/**
	 * A request for a lock, of this process.
	 *
	 * @param kind {@code snap} or {@code config}
	 * @param name the snap, or the path of the config file
	 * @param operation what for
	 * @param started when it was asked for
	 * @param waited how long it waited, or has waited up to now
	 * @param held how long it held the lock, or has held it up to now
	 * @param outcome {@code waiting}, {@code acquired}, {@code released},
	 * {@code timeout}, {@code interrupted} or {@code failed}
	 * @param waitedFor what snapd was doing that it waited for, if it did
	 */
	public record RequestDescriptor(String kind, String name, String operation, String started, String waited,
			@Nullable String held, String outcome, @Nullable String waitedFor) {

	}

}
