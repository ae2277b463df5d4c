package io.github.singletonsnap.state;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Who is at work on a config file.
 *
 * @param config the config file, {@code null} if this manager has not locked it yet: the
 * name of a lock file does not tell it
 * @param lock its lock
 */
public record ConfigState(@Nullable Path config, LockState lock) {

}
