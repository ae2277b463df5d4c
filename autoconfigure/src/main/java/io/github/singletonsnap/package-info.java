/**
 * The face of the core: {@link io.github.singletonsnap.SingletonSnapManager} coordinates
 * the units of one machine that share snaps. Usable without Spring. Part of the API.
 */
@NullMarked
package io.github.singletonsnap;

import org.jspecify.annotations.NullMarked;
