package io.github.singletonsnap.rollout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.singletonsnap.name.SnapNames;
import io.github.singletonsnap.rollout.MachineGate.Turn;
import io.github.singletonsnap.rollout.Tenure.How;
import io.github.singletonsnap.state.RolloutState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * The permits of one unit of a machine: first its turn on the machine, then the permit.
 */
public final class MachinePermits implements RolloutPermits, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(MachinePermits.class);

	private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

	private final Asker asker;

	private final MachineGate gate;

	private final Function<String, RolloutSettings> settings;

	private final Answers answers;

	private final PermitStore store;

	private final Releases releases;

	private final Supplier<Pace> paces;

	private final Map<String, Tenure> tenures = new ConcurrentHashMap<>();

	/**
	 * Creates it, and begins to give back what processes before this one could not.
	 * @param asker who asks
	 * @param store where the permits are
	 * @param gate lets one unit of the machine at a time ask
	 * @param settings of each group
	 * @param directory where to remember what is to be given back; {@code null} for
	 * nowhere
	 */
	public MachinePermits(Asker asker, PermitStore store, MachineGate gate, Function<String, RolloutSettings> settings,
			@Nullable Path directory) {
		this(asker, store, gate, settings, directory, threads(), MachinePermits::pace);
	}

	MachinePermits(Asker asker, PermitStore store, MachineGate gate, Function<String, RolloutSettings> settings,
			@Nullable Path directory, Executor threads, Supplier<Pace> paces) {
		this.asker = asker;
		this.store = store;
		this.gate = gate;
		this.settings = settings;
		this.answers = new Answers(threads, LONGEST_ANSWER);
		this.releases = new Releases(store, new PendingReleases(directory), threads);
		this.paces = paces;
		this.releases.resume(asker.machine());
	}

	/**
	 * How often a machine asks while it waits.
	 */
	static Pace pace() {
		return new Pace(Duration.ofMillis(500), Duration.ofSeconds(30));
	}

	private static Executor threads() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("singleton-snap-rollout-");
		executor.setDaemon(true);
		// Before, a driver that waits could pin what carries them
		executor.setVirtualThreads(Runtime.version().feature() >= 24);
		return executor;
	}

	@Override
	public HeldPermit acquire(String group) {
		return acquire(group, this.settings.apply(SnapNames.checkRolloutGroup(group)).timeout());
	}

	@Override
	public HeldPermit acquire(String group, Duration timeout) {
		SnapNames.checkRolloutGroup(group);
		if (timeout.isNegative()) {
			throw new IllegalArgumentException(
					"cannot wait for " + timeout + ": a timeout is a positive duration, or zero to ask once");
		}
		Tenure own = this.tenures.get(group);
		HeldPermit again = (own != null) ? own.holdAgain() : null;
		return (again != null) ? again : enter(group, timeout);
	}

	private HeldPermit enter(String group, Duration timeout) {
		long start = System.nanoTime();
		Turn turn = this.gate.enter(group, timeout);
		boolean held = false;
		try {
			Permit permit = new PermitRequest(group, timeout, start, this.asker, this.store, this.answers,
					this.releases)
				.await(this.paces.get());
			Tenure tenure = new Tenure(permit, turn, this::end);
			this.tenures.put(group, tenure);
			held = true;
			return tenure.firstHold();
		}
		finally {
			if (!held) {
				turn.close();
			}
		}
	}

	private void end(Permit permit, How how, boolean waits) {
		this.tenures.remove(permit.group());
		if (isKept(permit, how)) {
			logger.warn("This machine, {}, keeps its permit of rollout \"{}\", as its work did not end well. It tries "
					+ "again by the same. When all permits are kept, the rollout stands still until a machine ends well "
					+ "or is forgotten", this.asker.machine(), permit.group());
			return;
		}
		var tried = this.releases.release(permit).handle((nothing, failure) -> true);
		if (waits) {
			// Not to be interrupted: others wait for it
			tried.completeOnTimeout(false, LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS).join();
		}
	}

	private boolean isKept(Permit permit, How how) {
		return switch (how) {
			case WELL -> false;
			case FAILED -> !this.settings.apply(permit.group()).releasesOnFailure();
			case UNUSED -> permit.again();
		};
	}

	@Override
	public boolean isHeld(String group) {
		Tenure own = this.tenures.get(group);
		return own != null && own.isOwned();
	}

	@Override
	public List<RolloutState> inspect() {
		return this.answers.get("cannot read the permits of rollouts", this.store::read);
	}

	@Override
	public boolean forget(String group, String machine) {
		SnapNames.checkRolloutGroup(group);
		if (machine.equals(this.asker.machine())) {
			try (Turn turn = this.gate.enter(group, Duration.ZERO)) {
				return forgetInStore(group, machine);
			}
		}
		return forgetInStore(group, machine);
	}

	private boolean forgetInStore(String group, String machine) {
		return this.answers.get("cannot forget machine \"" + machine + "\" in rollout \"" + group + "\"",
				() -> this.store.forget(group, machine));
	}

	@Override
	public String getMachine() {
		return this.asker.machine();
	}

	/**
	 * Ends what goes on in the background. What is not given back is left to the next
	 * start.
	 */
	@Override
	public void close() {
		this.releases.close();
	}

	/**
	 * Who asks for permits.
	 *
	 * @param machine the machine, by a name that no other one has
	 * @param unit the unit
	 */
	public record Asker(String machine, String unit) {

	}

}
