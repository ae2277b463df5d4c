/**
 * The engine, broken on purpose: what the chaos run must find out.
 */
@NullMarked
package io.github.singletonsnap.lock;

import org.jspecify.annotations.NullMarked;
