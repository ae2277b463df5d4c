/**
 * The actuator endpoint {@code singletonsnap}: who holds, who waits, who is registered.
 */
@NullMarked
package io.github.singletonsnap.actuate;

import org.jspecify.annotations.NullMarked;
