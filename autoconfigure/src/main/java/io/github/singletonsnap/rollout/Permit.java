package io.github.singletonsnap.rollout;

/**
 * A permit as a store has given it.
 *
 * @param group the group of the rollout
 * @param slot its number within the group
 * @param machine the machine that it was given to
 * @param fence what tells it from the same permit given before or after
 * @param again whether the machine had it already
 */
public record Permit(String group, int slot, String machine, long fence, boolean again) {

}
