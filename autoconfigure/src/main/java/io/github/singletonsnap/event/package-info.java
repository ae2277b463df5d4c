/**
 * Application events: what an application may want to act on when it happens to its
 * locks. Part of the API.
 */
@NullMarked
package io.github.singletonsnap.event;

import org.jspecify.annotations.NullMarked;
