/**
 * The registration files of one directory: which unit uses which snap.
 */
@NullMarked
package io.github.singletonsnap.registration;

import org.jspecify.annotations.NullMarked;
