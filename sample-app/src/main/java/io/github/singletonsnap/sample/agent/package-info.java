/**
 * An agent for one unit that shares a collector snap, and the collector's config file,
 * with other units. This is the part to copy from.
 */
@NullMarked
package io.github.singletonsnap.sample.agent;

import org.jspecify.annotations.NullMarked;
