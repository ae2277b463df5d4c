/**
 * What tests of the page need: a browser, and a connection that can break.
 */
@NullMarked
package io.github.singletonsnap.sample.support;

import org.jspecify.annotations.NullMarked;
