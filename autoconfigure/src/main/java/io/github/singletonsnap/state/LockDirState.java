package io.github.singletonsnap.state;

import java.util.List;

/**
 * What is in the lock directory at about one moment. Nothing was locked to find out:
 * parts may be out of date when they arrive.
 *
 * @param snaps the snaps that have a lock file or a registration, by name
 * @param configs the config files that have a lock file, by its name
 */
public record LockDirState(List<SnapState> snaps, List<ConfigState> configs) {

}
