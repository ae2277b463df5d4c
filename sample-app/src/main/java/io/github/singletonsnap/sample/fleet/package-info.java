/**
 * Several units at work at the same time, each a process of its own: with locks, and
 * beside that without.
 */
@NullMarked
package io.github.singletonsnap.sample.fleet;

import org.jspecify.annotations.NullMarked;
