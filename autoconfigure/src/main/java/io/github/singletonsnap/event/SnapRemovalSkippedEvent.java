package io.github.singletonsnap.event;

import java.util.Set;

/**
 * A removal does not take place, because other units use the snap. This unit is no longer
 * registered. Published while the lock is still held.
 *
 * @param snap the snap's name
 * @param usedBy the other units, as their names are written on disk
 */
public record SnapRemovalSkippedEvent(String snap, Set<String> usedBy) {

}
