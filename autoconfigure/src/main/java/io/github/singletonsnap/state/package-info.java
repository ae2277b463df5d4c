/**
 * Values that anyone may read: who holds a lock, who waits for it, who left it half done,
 * who is registered, what was asked for. Part of the API; knows nothing else of it.
 */
@NullMarked
package io.github.singletonsnap.state;

import org.jspecify.annotations.NullMarked;
