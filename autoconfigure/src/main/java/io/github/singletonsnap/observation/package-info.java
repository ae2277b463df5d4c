/**
 * Micrometer observations of requests for locks: timers, long task timers and spans.
 */
@NullMarked
package io.github.singletonsnap.observation;

import org.jspecify.annotations.NullMarked;
