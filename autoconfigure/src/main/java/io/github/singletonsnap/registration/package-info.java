/**
 * The registration files of one directory: which unit uses which snap. Not API.
 */
@NullMarked
package io.github.singletonsnap.registration;

import org.jspecify.annotations.NullMarked;
