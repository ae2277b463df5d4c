package io.github.singletonsnap.sample.snap;

/**
 * A change of a snap that is in progress.
 *
 * @param id its id
 * @param kind what it does, such as {@code install-snap}; empty if that is not known
 * @param summary the same in a sentence
 */
public record SnapTask(String id, String kind, String summary) {

}
