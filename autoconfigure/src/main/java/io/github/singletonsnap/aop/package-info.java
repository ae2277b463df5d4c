/**
 * Turns a call of an annotated method into calls of the manager. Not API.
 */
@NullMarked
package io.github.singletonsnap.aop;

import org.jspecify.annotations.NullMarked;
