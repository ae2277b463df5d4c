package io.github.singletonsnap;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.singletonsnap.state.SnapChange;
import org.jspecify.annotations.Nullable;

/**
 * What snapd is doing with a snap. snapd does not queue: an operation on a snap fails at
 * once while another change of that snap is in progress, also one that no unit started.
 * So a manager that has been
 * {@linkplain SingletonSnapManagerBuilder#snapChanges(SnapChanges) given one} waits for
 * it before each operation on a snap, while it holds the snap's lock.
 */
public interface SnapChanges {

	/**
	 * Waits until snapd would take an operation on a snap.
	 * @param snap the snap's name
	 * @param timeout how long to wait; zero asks once
	 * @param whenBusy told once what is in the way, if it is to be waited for
	 * @return {@code null} if snapd would take it now; otherwise what is in the way, as
	 * the end of a sentence
	 * @throws InterruptedException if this thread was interrupted
	 */
	@Nullable String await(String snap, Duration timeout, Consumer<String> whenBusy) throws InterruptedException;

	/**
	 * The changes of a snap that are in progress.
	 * @param snap the snap's name
	 * @return the changes, none if snapd does not tell
	 */
	List<SnapChange> inProgress(String snap);

}
