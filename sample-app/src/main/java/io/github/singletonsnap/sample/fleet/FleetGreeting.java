package io.github.singletonsnap.sample.fleet;

import java.time.Instant;
import java.util.List;

import io.github.singletonsnap.sample.page.PageEvents;
import io.github.singletonsnap.sample.page.PageGreeting;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * What the page shows of the fleets.
 */
@Component
@Profile(Fleets.PROFILE + " & " + PageEvents.PROFILE)
class FleetGreeting implements PageGreeting {

	private final Fleets fleets;

	private final Token token;

	FleetGreeting(Fleets fleets, Token token) {
		this.fleets = fleets;
		this.token = token;
	}

	@Override
	public Object greet() throws InterruptedException {
		return new View("fleet", Instant.now(), this.token.value(),
				this.fleets.all().stream().map(FleetGreeting::view).toList());
	}

	private static FleetView view(Fleet fleet) {
		FleetPlan plan = fleet.plan();
		return new FleetView(plan.name(), plan.locking(), plan.snap(), fleet.states(), fleet.summary(),
				fleet.command().byHand("mine/0"),
				"flock " + UnitCommand.quote(plan.lockFile().toString()) + " sleep 5");
	}

	/**
	 * What there is to see.
	 *
	 * @param mode the command
	 * @param now the time
	 * @param token what a button has to send
	 * @param fleets the fleets
	 */
	record View(String mode, Instant now, String token, List<FleetView> fleets) {

	}

	/**
	 * A fleet.
	 *
	 * @param name its name
	 * @param locking whether its units take locks
	 * @param snap the snap that they share
	 * @param units the units
	 * @param summary of all reports so far
	 * @param unitByHand the command that makes one more unit
	 * @param flockByHand the command that takes their lock without this library
	 */
	record FleetView(String name, boolean locking, String snap, List<UnitState> units, Summary summary,
			String unitByHand, String flockByHand) {

	}

}
