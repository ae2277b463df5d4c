package io.github.singletonsnap.aop;

import java.util.List;

/**
 * All that guards one method.
 *
 * @param locks the locks to hold, in the order in which they are acquired
 * @param removal whether the method removes the snap that the first of them is for
 * @param results how long they are held, by what the method returns
 */
record Guards(List<Guard> locks, boolean removal, Results results) {

}
