/**
 * Declares that a method must run under a lock. Part of the API.
 */
@NullMarked
package io.github.singletonsnap.annotation;

import org.jspecify.annotations.NullMarked;
