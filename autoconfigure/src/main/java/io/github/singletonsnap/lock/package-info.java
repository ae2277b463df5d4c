/**
 * One lock file: flock(2), the queue of this JVM in front of it, and the wait. Not API.
 */
@NullMarked
package io.github.singletonsnap.lock;

import org.jspecify.annotations.NullMarked;
