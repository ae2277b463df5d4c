package io.github.singletonsnap.sample.snap;

/**
 * Changes snaps, and asks for them. A change has ended when the method returns. snapd
 * allows one change of a snap at a time, and refuses a second with a
 * {@link SnapChangeConflictException}; whatever else fails is a {@link SnapException}.
 */
public interface SnapClient {

	/**
	 * Whether a snap is there. It is from the moment that its installation begins.
	 * @param snap the snap's name
	 * @return whether it is there
	 */
	boolean isInstalled(String snap);

	/**
	 * Installs a snap, or refreshes it if it is installed.
	 * @param snap the snap's name
	 */
	void install(String snap);

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

}
