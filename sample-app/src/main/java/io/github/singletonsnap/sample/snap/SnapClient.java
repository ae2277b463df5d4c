package io.github.singletonsnap.sample.snap;

import java.util.List;
import java.util.OptionalInt;

/**
 * Changes snaps, and asks for them. A change has ended when the method returns. snapd
 * allows one change of a snap at a time, and refuses a second with a
 * {@link SnapChangeConflictException}; whatever else fails is a {@link SnapException}.
 */
public interface SnapClient {

	/**
	 * Whether a snap is there. While a change of it is in progress nobody can tell: snapd
	 * lists a snap that is being installed, and no longer when that has failed.
	 * @param snap the snap's name
	 * @param revision the revision to look for, if it has to be a certain one
	 * @return whether it is there
	 * @throws SnapChangeConflictException if it is listed, but a change is in progress
	 */
	boolean isInstalled(String snap, OptionalInt revision);

	/**
	 * Installs a snap, or refreshes it if it is installed.
	 * @param snap the snap's name
	 * @param revision the revision, if it has to be a certain one
	 */
	void install(String snap, OptionalInt revision);

	/**
	 * Sets an option of a snap, which runs its configure hook.
	 * @param snap the snap's name
	 * @param option the option's name
	 * @param value its value
	 */
	void set(String snap, String option, String value);

	/**
	 * Removes a snap. Does nothing if it is absent.
	 * @param snap the snap's name
	 */
	void remove(String snap);

	/**
	 * What snapd is doing with a snap.
	 * @param snap the snap's name
	 * @return its changes in progress
	 */
	List<SnapTask> changesInProgress(String snap);

	/**
	 * Whether this only stands for snapd.
	 * @return whether snaps are left alone
	 */
	boolean isStandIn();

}
