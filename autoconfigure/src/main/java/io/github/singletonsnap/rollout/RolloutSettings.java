package io.github.singletonsnap.rollout;

import java.time.Duration;

/**
 * How one group's permits are asked for and given back.
 *
 * @param timeout how long to wait, where the call does not say
 * @param releasesOnFailure whether a permit is given back after work that failed
 */
public record RolloutSettings(Duration timeout, boolean releasesOnFailure) {

}
