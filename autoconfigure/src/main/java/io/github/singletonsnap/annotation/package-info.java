/**
 * Declares that a method must run under a lock.
 */
@NullMarked
package io.github.singletonsnap.annotation;

import org.jspecify.annotations.NullMarked;
