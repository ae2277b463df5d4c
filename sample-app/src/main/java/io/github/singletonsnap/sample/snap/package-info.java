/**
 * What can be done with a snap: by a real snapd, or by a stand-in for machines without.
 */
@NullMarked
package io.github.singletonsnap.sample.snap;

import org.jspecify.annotations.NullMarked;
