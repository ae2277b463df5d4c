/**
 * The command {@code serve}: an agent that keeps running, to be looked at by
 * {@code curl}.
 */
@NullMarked
package io.github.singletonsnap.sample.serve;

import org.jspecify.annotations.NullMarked;
