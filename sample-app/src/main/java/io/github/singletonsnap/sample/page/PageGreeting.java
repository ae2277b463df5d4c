package io.github.singletonsnap.sample.page;

/**
 * Tells a page that connects what there is to see.
 */
public interface PageGreeting {

	/**
	 * What there is now.
	 * @return a record, which the page gets as JSON
	 * @throws InterruptedException if this thread was interrupted
	 */
	Object greet() throws InterruptedException;

}
