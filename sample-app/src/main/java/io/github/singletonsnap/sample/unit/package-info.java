/**
 * What a process does that is one unit of a fleet: random operations by means of the
 * agent, and a report of each.
 */
@NullMarked
package io.github.singletonsnap.sample.unit;

import org.jspecify.annotations.NullMarked;
