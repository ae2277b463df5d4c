package io.github.singletonsnap;

/**
 * One removal of a snap, from when its lock is held until it is closed, for removals that
 * {@link SingletonSnapManager#removeIfUnused(String, SnapAction)} does not fit, as they
 * end later or elsewhere: {@link #begin() begin}, remove the snap if the answer says so,
 * tell that it {@linkplain #succeed() went well}, and {@linkplain #close() close} in any
 * case. One that is not told to have gone well leaves this unit registered, so that the
 * next removal repairs.
 */
public interface SnapLeave extends SnapLock {

	/**
	 * Decides whether the snap is to be removed. If another unit is registered for it, it
	 * is not: then this unit is unregistered, and all is done.
	 * @return whether the caller is to remove the snap
	 * @throws SingletonSnapException if a registration cannot be read or removed
	 */
	boolean begin();

	/**
	 * The snap is removed: unregisters this unit. Without effect unless {@link #begin()}
	 * told to remove it.
	 * @throws SingletonSnapException if the registration cannot be removed
	 */
	void succeed();

}
