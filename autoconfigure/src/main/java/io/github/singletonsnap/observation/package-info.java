/**
 * Micrometer observations of requests for locks: timers, long task timers and spans. Part
 * of the API.
 */
@NullMarked
package io.github.singletonsnap.observation;

import org.jspecify.annotations.NullMarked;
