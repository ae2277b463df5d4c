/**
 * What snapd is asked, on its socket: whether it is ready, and what it is doing. Only
 * reads. Not API.
 */
@NullMarked
package io.github.singletonsnap.snapd;

import org.jspecify.annotations.NullMarked;
