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
			             on a page who waits for whom; more about it: fleet --help
			  unit       be one more unit of a fleet, until Ctrl-C; the fleet's page has the
			             whole command
			  serve      keep running, and listen on http://localhost:8080: a page that
			             shows this unit and its neighbours, POST /reconcile and /remove,
			             GET /actuator/singletonsnap (who holds, waits and is registered)
			             and /actuator/prometheus

			Try:  fleet

			Without a snapd, or without --sample.snap-file=FILE to install, a stand-in plays
			snapd's part.
			""";

	static final String FLEET = """
			fleet: runs units as processes of their own, each doing random operations at the
			same time as the others, with locks and beside that without, and shows who waits
			for whom on http://localhost:8080 and here. Ctrl-C ends it.

			  --server.port=8080              where the page is; 0: any port that is free
			  --exit-when-done                for scripts: no page; ends by itself, with
			                                  exit code 0 if nothing collided with locks,
			                                  else with 1
			  --sample.units=4                how many units
			  --sample.operations=15          how many operations each of them does; on the
			                                  page 0, which is until Ctrl-C
			  --sample.without-locks=true     false: no second fleet without locks
			  --singleton-snap.enabled=true   false: only the fleet without locks; the exit
			                                  code is then 1 if something collided there
			  --sample.change-time=50ms       how long a change of the stand-in takes, and
			  --sample.pause=0s               a unit's pause between two operations; on the
			                                  page slower
			  --sample.deadline=10m           with --exit-when-done: units that are not done
			                                  by then are killed
			  --sample.dir=DIR                where they work, in a directory that is
			                                  deleted in the end
			  --sample.client=auto            auto, snapd or embedded (a stand-in)
			  --sample.snap-file=FILE         what the real snapd installs
			  --sample.second-snap=NAME       another snap, and its file, for the fleet
			  --sample.second-snap-file=FILE  without locks; with snapd it needs one
			  --sample.retries=10             how often an operation is repeated that snapd
			                                  refused; never without locks
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
