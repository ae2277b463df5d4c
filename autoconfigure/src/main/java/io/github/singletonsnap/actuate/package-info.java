/**
 * The actuator endpoint {@code singletonsnap}: who holds, who waits, who is registered.
 * Its JSON is API, its types are not.
 */
@NullMarked
package io.github.singletonsnap.actuate;

import org.jspecify.annotations.NullMarked;
