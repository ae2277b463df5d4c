package io.github.singletonsnap.sample;

/**
 * What {@code --help} shows.
 */
final class Usage {

	static final String GENERAL = """
			An agent for one unit that shares the snap "otelcol" with other units of this
			machine.

			  start      register this unit, install the snap if it is absent, write the
			             unit's configuration
			  reconcile  the same again: acts only where something changed
			  remove     withdraw this unit; the last unit to leave removes the snap
			  fleet      run units as processes of their own, all at the same time, and show
			             who waited for whom; more about it: fleet --help
			  serve      keep running, and listen on http://localhost:8080:
			             POST /reconcile and /remove,
			             GET /actuator/singletonsnap (who holds, waits and is registered)
			             and /actuator/prometheus

			Try:  fleet
			      fleet --singleton-snap.enabled=false   the same without locks: it fails

			Without a snapd, or without --sample.snap-file=FILE to install, a stand-in plays
			snapd's part.
			""";

	static final String FLEET = """
			fleet: runs units as processes of their own, each doing random operations at the
			same time as the others, and shows who waited for whom. Exits with 0 if nothing
			collided, else with 1.

			  --sample.units=4                how many units
			  --sample.operations=15          how many operations each of them does
			  --sample.deadline=10m           units that are not done by then are killed
			  --sample.dir=DIR                where they work, in a directory that is
			                                  deleted in the end
			  --sample.client=auto            auto, snapd or embedded (a stand-in)
			  --sample.snap-file=FILE         what the real snapd installs
			  --sample.retries=10             how often an operation is repeated that snapd
			                                  refused; never without locks
			  --singleton-snap.enabled=true   false: without locks
			""";

	private Usage() {
	}

	/**
	 * Chooses what helps with a command.
	 * @param command the command, or an empty text
	 * @return the help
	 */
	static String of(String command) {
		return command.equals("fleet") ? FLEET : GENERAL;
	}

}
