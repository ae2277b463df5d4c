package io.github.singletonsnap.sample.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.singletonsnap.sample.snap.SnapClient;

import org.springframework.boot.ApplicationArguments;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Which fleets there are, and what their units are told.
 */
@Component
@Profile(Fleets.PROFILE)
class FleetPlans {

	private static final int FIRST_REVISION = 80;

	static final String SNAPD_SOCKET = "singleton-snap.snapd.socket";

	private final FleetProperties properties;

	private final SnapClient snaps;

	private final boolean locking;

	private final ApplicationArguments arguments;

	private final Path dir;

	FleetPlans(FleetProperties properties, FleetDirectory directory, SnapClient snaps, Environment environment,
			ApplicationArguments arguments) {
		this.properties = properties;
		this.dir = directory.path();
		this.snaps = snaps;
		this.locking = environment.getProperty("singleton-snap.enabled", Boolean.class, true);
		this.arguments = arguments;
	}

	boolean isSecondPossible() {
		return this.snaps.isStandIn() || this.properties.secondSnap() != null;
	}

	/**
	 * What there is: the first is the one in the terminal.
	 */
	List<FleetPlan> plans() {
		List<FleetPlan> plans = new ArrayList<>();
		String snap = this.properties.snap();
		if (this.locking) {
			plans.add(new FleetPlan(FleetPlan.WITH_LOCKS, true, this.dir.resolve(FleetPlan.WITH_LOCKS), snap));
		}
		if (!this.locking || (this.properties.withoutLocks() && isSecondPossible())) {
			String second = (this.locking && this.properties.secondSnap() != null) ? this.properties.secondSnap()
					: snap;
			plans.add(new FleetPlan(FleetPlan.WITHOUT_LOCKS, false, this.dir.resolve(FleetPlan.WITHOUT_LOCKS), second));
		}
		return plans;
	}

	/**
	 * The options of a fleet's units.
	 * @param plan which fleet
	 * @param paced whether somebody looks at them
	 */
	Map<String, String> options(FleetPlan plan, boolean paced) {
		Map<String, String> options = new TreeMap<>();
		options.put("sample.dir", plan.dir().toString());
		options.put("sample.config-file", plan.configFile().toString());
		options.put("sample.snap", plan.snap());
		options.put("singleton-snap.enabled", String.valueOf(plan.locking()));
		if (!plan.locking()) {
			// Retries would hide what is to be seen
			options.put("sample.retries", "0");
		}
		if (!plan.snap().equals(this.properties.snap()) && this.properties.secondSnapFile() != null) {
			options.put("sample.snap-file", this.properties.secondSnapFile().toString());
		}
		putUnlessGiven(options, "sample.operations", paced ? "0" : "15");
		putUnlessGiven(options, "sample.change-time", paced ? "500ms" : "50ms");
		putUnlessGiven(options, "sample.pause", paced ? "700ms" : "0s");
		if (this.snaps.isStandIn()) {
			Optional<Path> socket = paced ? StandInSocket.path(this.dir) : Optional.empty();
			socket.ifPresent((path) -> options.put(SNAPD_SOCKET, path.toString()));
			// The real snapd has nothing to do with it
			options.put("singleton-snap.snapd.await-changes", socket.isPresent() ? "auto" : "never");
		}
		return options;
	}

	/**
	 * The revision of the first unit: a file that snapd installs has none.
	 */
	int firstRevision() {
		return (this.snaps.isStandIn() && !this.arguments.containsOption("sample.revision")) ? FIRST_REVISION : 0;
	}

	private void putUnlessGiven(Map<String, String> options, String name, String value) {
		if (!this.arguments.containsOption(name)) {
			options.put(name, value);
		}
	}

}
