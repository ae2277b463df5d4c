/**
 * Several units at work at the same time, each a process of its own.
 */
@NullMarked
package io.github.singletonsnap.sample.fleet;

import org.jspecify.annotations.NullMarked;
