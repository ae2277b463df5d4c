package io.github.singletonsnap.rollout;

import java.util.List;
import java.util.Optional;

import io.github.singletonsnap.state.RolloutState;

/**
 * Where the permits are: what all machines reach. A bean of this type replaces the one on
 * JDBC. Called by threads that have nothing else to do and no transaction; each method
 * throws whatever it likes where it has no answer, and is then asked again.
 */
public interface PermitStore {

	/**
	 * Asks once for a permit, and does not wait for one. A machine that has one is given
	 * the same again, with another fence: that is also how it finds out what became of a
	 * question whose answer was lost.
	 * @param group the group of the rollout
	 * @param machine the machine that asks
	 * @param unit the unit that asks for it, to be shown to others
	 * @return the permit, empty if all are taken by other machines
	 */
	Optional<Permit> tryAcquire(String group, String machine, String unit);

	/**
	 * Takes back a permit, unless it has been given anew since.
	 * @param permit the permit
	 * @return whether the machine had it
	 */
	boolean release(Permit permit);

	/**
	 * Who has which permit.
	 * @return all groups, by name
	 */
	List<RolloutState> read();

	/**
	 * Takes back the permit of a machine, whatever its fence.
	 * @param group the group of the rollout
	 * @param machine the machine
	 * @return whether it had one
	 */
	boolean forget(String group, String machine);

}
