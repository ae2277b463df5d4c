/**
 * Application events: what an application may want to act on when it happens to its
 * locks.
 */
@NullMarked
package io.github.singletonsnap.event;

import org.jspecify.annotations.NullMarked;
