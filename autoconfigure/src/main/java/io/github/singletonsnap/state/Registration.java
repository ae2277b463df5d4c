package io.github.singletonsnap.state;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * That a unit uses a snap.
 *
 * @param unit the unit's name as it is written on disk ({@code otelcol_0} for
 * {@code otelcol/0})
 * @param revision the revision that the unit asked for, if it asked for one
 * @param lastSeen when the unit registered last
 * @param layout the form in which the registration is written
 */
public record Registration(String unit, OptionalInt revision, Instant lastSeen, Layout layout) {

}
