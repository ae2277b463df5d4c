package io.github.singletonsnap.rollout;

import java.time.Duration;
import java.util.List;

import io.github.singletonsnap.state.RolloutState;

/**
 * The permits of rollouts, for one unit of one machine: at most as many machines of a
 * group are at work at once as the group has permits.
 * <p>
 * A permit belongs to a machine. Its units share it, one at a time; all others wait. It
 * has no lease: a machine that dies or fails at work keeps it, and enters by it at once
 * when it tries again. So a release that breaks machines stops after as many as there are
 * permits, until one of them is well again or {@linkplain #forget forgotten}.
 * <p>
 * Safe for use by many threads.
 */
public interface RolloutPermits {

	/**
	 * Acquires a permit, and waits for it as long as the group's timeout says.
	 * @param group the group's name: 1 to 64 ASCII letters, digits, {@code _} or
	 * {@code -}
	 * @return the permit, to be closed
	 * @throws RolloutPermitTimeoutException if there was none in time
	 * @throws RolloutPermitInterruptedException if this thread was interrupted
	 * @throws RolloutPermitException if nobody knows, as the database does not answer
	 */
	HeldPermit acquire(String group);

	/**
	 * Acquires a permit. Reentrant: a thread that has it gets it again at once.
	 * @param group the group's name: 1 to 64 ASCII letters, digits, {@code _} or
	 * {@code -}
	 * @param timeout how long to wait, and how long to ask a database that does not
	 * answer; zero asks once
	 * @return the permit, to be closed
	 * @throws RolloutPermitTimeoutException if there was none in time
	 * @throws RolloutPermitInterruptedException if this thread was interrupted
	 * @throws RolloutPermitException if nobody knows, as the database does not answer
	 */
	HeldPermit acquire(String group, Duration timeout);

	/**
	 * Whether the current thread has a permit, and may work by it.
	 * @param group the group's name
	 * @return whether it has
	 */
	boolean isHeld(String group);

	/**
	 * Who has which permit.
	 * @return all groups that there are in the database, by name
	 * @throws RolloutPermitException if the database does not answer
	 */
	List<RolloutState> inspect();

	/**
	 * Takes the permit of a machine away, for operators: of one that is gone, or that may
	 * stay as it is while others go on. What it still does, it does without a permit.
	 * @param group the group's name
	 * @param machine the machine
	 * @return whether it had one
	 * @throws RolloutPermitTimeoutException if that is this machine, and it is at work
	 * @throws RolloutPermitException if the database does not answer
	 */
	boolean forget(String group, String machine);

	/**
	 * The name of this machine among all.
	 * @return the name
	 */
	String getMachine();

}
