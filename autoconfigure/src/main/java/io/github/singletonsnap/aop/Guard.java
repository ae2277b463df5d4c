package io.github.singletonsnap.aop;

import java.util.List;

/**
 * What guards one method.
 *
 * @param locks what is to be held, in the order in which it is acquired
 * @param results how long that is, by what the method returns
 */
record Guard(List<Locks<?>> locks, Results results) {

}
