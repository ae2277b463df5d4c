package io.github.singletonsnap.aop;

/**
 * Why a method does not run under its locks.
 *
 * @param reason the end of a sentence that began with the method
 * @param remedy what to do, as a sentence without its full stop
 */
record Obstacle(String reason, String remedy) {

}
