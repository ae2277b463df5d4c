package io.github.singletonsnap.sample.snap;

/**
 * Is told how far snapd has come with a change that takes long.
 */
@FunctionalInterface
public interface SnapProgress {

	/**
	 * It is at another task, or further with the same one.
	 * @param progress how far it has come, in one line
	 */
	void progressed(String progress);

}
