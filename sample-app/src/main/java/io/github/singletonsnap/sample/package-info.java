/**
 * The application and its commands.
 */
@NullMarked
package io.github.singletonsnap.sample;

import org.jspecify.annotations.NullMarked;
