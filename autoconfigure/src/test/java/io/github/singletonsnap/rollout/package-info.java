@NullUnmarked
package io.github.singletonsnap.rollout;

import org.jspecify.annotations.NullUnmarked;
