/**
 * A page that shows who holds, waits and is registered, live: for a browser on this
 * machine.
 */
@NullMarked
package io.github.singletonsnap.sample.page;

import org.jspecify.annotations.NullMarked;
