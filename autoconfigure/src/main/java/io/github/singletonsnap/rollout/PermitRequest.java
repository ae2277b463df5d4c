package io.github.singletonsnap.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.singletonsnap.rollout.MachinePermits.Asker;
import io.github.singletonsnap.state.PermitState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request for a permit, by whoever has the machine's turn.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class PermitRequest {

	private static final Logger logger = LoggerFactory.getLogger(PermitRequest.class);

	private final String group;

	private final Duration timeout;

	private final long start;

	private final Asker asker;

	private final PermitStore store;

	private final Answers answers;

	private final Releases releases;

	private @Nullable RuntimeException trouble;

	// What may have been given to this machine, by an answer that is lost
	private @Nullable Permit lost;

	PermitRequest(String group, Duration timeout, long start, Asker asker, PermitStore store, Answers answers,
			Releases releases) {
		this.group = group;
		this.timeout = timeout;
		this.start = start;
		this.asker = asker;
		this.store = store;
		this.answers = answers;
		this.releases = releases;
	}

	Permit await(Pace pace) {
		boolean given = false;
		try {
			while (true) {
				Optional<Permit> permit = ask();
				if (permit.isPresent()) {
					given = true;
					return permit.get();
				}
				Duration left = this.timeout.minusNanos(System.nanoTime() - this.start);
				if (left.isNegative() || left.isZero()) {
					throw inVain();
				}
				Duration next = pace.next();
				TimeUnit.NANOSECONDS.sleep(((next.compareTo(left) < 0) ? next : left).toNanos());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RolloutPermitInterruptedException(cannot() + ": interrupted while waiting for it", ex);
		}
		finally {
			if (!given && this.lost != null) {
				giveBack(this.lost);
			}
		}
	}

	private Optional<Permit> ask() throws InterruptedException {
		try {
			Optional<Permit> permit = this.answers
				.get(() -> this.store.tryAcquire(this.group, this.asker.machine(), this.asker.unit()), this::late);
			this.trouble = null;
			return permit.map(this::asFirstGiven);
		}
		catch (LostAnswerException ex) {
			this.trouble = ex;
			Permit permit = asFirstGiven(ex.getPermit());
			this.lost = permit.again() ? this.lost : permit;
		}
		catch (RuntimeException ex) {
			this.trouble = ex;
		}
		logger.warn("Rollout \"{}\": no answer from the database, and nothing is begun without one: {}", this.group,
				String.valueOf(this.trouble));
		return Optional.empty();
	}

	/**
	 * A permit that this machine found to be its own since this very request asked for it
	 * is new.
	 */
	private Permit asFirstGiven(Permit permit) {
		Permit before = this.lost;
		boolean own = before != null && permit.slot() == before.slot() && permit.fence() == before.fence() + 1;
		return own ? new Permit(permit.group(), permit.slot(), permit.machine(), permit.fence(), false) : permit;
	}

	// Nobody waits any more

	private void late(CompletableFuture<Optional<Permit>> answer) {
		answer.whenComplete((permit, failure) -> {
			if (failure == null) {
				permit.ifPresent(this::giveBack);
			}
			else if (failure.getCause() instanceof LostAnswerException unknown) {
				giveBack(unknown.getPermit());
			}
		});
	}

	private void giveBack(Permit permit) {
		if (!permit.again()) {
			this.releases.release(permit);
		}
	}

	private RolloutPermitException inVain() {
		if (this.trouble != null) {
			return new RolloutPermitException(cannot() + ": the database does not answer, and nothing is begun "
					+ "without an answer: " + this.trouble.getMessage(), this.trouble);
		}
		List<PermitState> taken = taken();
		String when = this.timeout.isZero() ? "" : " within " + this.timeout;
		return new RolloutPermitTimeoutException(cannot() + ": none was free" + when + ". Machines at work: "
				+ taken.stream().map(PermitState::toString).collect(Collectors.joining(", "))
				+ ". If their work has failed, the rollout stands still until one of them ends it well, or is "
				+ "forgotten. Try again later, or wait longer", taken, null);
	}

	private List<PermitState> taken() {
		try {
			return this.answers.get("cannot read the permits of rollouts", this.store::read)
				.stream()
				.filter((state) -> state.group().equals(this.group))
				.flatMap((state) -> state.taken().stream())
				.toList();
		}
		catch (RolloutPermitException ex) {
			logger.debug("Who has the permits is not known", ex);
			return List.of();
		}
	}

	private String cannot() {
		return "cannot have a permit of rollout \"" + this.group + "\" for machine \"" + this.asker.machine() + "\"";
	}

}
