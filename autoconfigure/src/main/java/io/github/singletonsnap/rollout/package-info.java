/**
 * Permits of a rollout: at most N machines at once, by rows of a database. Knows no lock.
 * Part of the API.
 */
@NullMarked
package io.github.singletonsnap.rollout;

import org.jspecify.annotations.NullMarked;
