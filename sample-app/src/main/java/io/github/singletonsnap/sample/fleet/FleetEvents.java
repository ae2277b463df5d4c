package io.github.singletonsnap.sample.fleet;

/**
 * Is told what happens in fleets, as it happens. Called by several threads.
 */
interface FleetEvents {

	/**
	 * Something happened.
	 * @param kind what kind of thing, in one word
	 * @param event what exactly, a record
	 */
	void publish(String kind, Object event);

}
