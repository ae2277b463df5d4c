package io.github.singletonsnap.state;

import java.util.List;

/**
 * Who uses a snap, and who is at work on it.
 *
 * @param snap the snap's name
 * @param registrations the registrations of all units, of any program, by unit
 * @param lock its lock
 */
public record SnapState(String snap, List<Registration> registrations, LockState lock) {

}
