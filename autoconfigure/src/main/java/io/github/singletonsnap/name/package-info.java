/**
 * What names are allowed, and every file name that the lock directory's programs have
 * agreed on, both ways. Not API: public only because other packages need it.
 */
@NullMarked
package io.github.singletonsnap.name;

import org.jspecify.annotations.NullMarked;
