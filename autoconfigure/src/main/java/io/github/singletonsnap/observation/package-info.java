/**
 * Micrometer observations of requests for locks: timers, long task timers and spans. The
 * context and the convention are API.
 */
@NullMarked
package io.github.singletonsnap.observation;

import org.jspecify.annotations.NullMarked;
