package io.github.singletonsnap.lock;

/**
 * Which file this is, whatever its name: two names, or a name and a descriptor, lead to
 * the same file if these are equal.
 *
 * @param device the device, as the platform numbers it
 * @param inode the inode on that device
 */
record FileIdentity(long device, long inode) {

}
