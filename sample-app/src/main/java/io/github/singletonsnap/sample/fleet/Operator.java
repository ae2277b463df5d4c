package io.github.singletonsnap.sample.fleet;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.singletonsnap.sample.page.PageEvents;
import io.github.singletonsnap.sample.snap.SnapChangeConflictException;
import io.github.singletonsnap.sample.snap.SnapClient;
import io.github.singletonsnap.sample.snap.SnapException;
import io.github.singletonsnap.sample.unit.Operation;
import io.github.singletonsnap.sample.unit.Outcome;
import io.github.singletonsnap.sample.unit.Report;
import io.github.singletonsnap.sample.unit.Step;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Somebody who refreshes the snap by hand, and takes no lock. snapd refuses him as long
 * as a unit is at work, so he tries again. Once he is in, units with locks wait for his
 * change.
 */
@Component
@Profile(Fleets.PROFILE + " & " + PageEvents.PROFILE)
class Operator {

	private static final String NAME = "operator";

	private static final int MOST_ATTEMPTS = 200;

	private static final long PAUSE_MILLIS = 150;

	private final SnapClient snaps;

	private final FleetProperties properties;

	private final PageEvents events;

	private final AtomicBoolean atWork = new AtomicBoolean();

	Operator(SnapClient snaps, FleetProperties properties, PageEvents events) {
		this.snaps = snaps;
		this.properties = properties;
		this.events = events;
	}

	void changeTheSnap() {
		if (this.atWork.compareAndSet(false, true)) {
			Thread operator = new Thread(this::tryUntilDone, NAME);
			operator.setDaemon(true);
			operator.start();
		}
	}

	private void tryUntilDone() {
		try {
			boolean refused = true;
			for (int i = 0; refused && i < MOST_ATTEMPTS; i++) {
				refused = !change();
			}
		}
		finally {
			this.atWork.set(false);
		}
	}

	private boolean change() {
		Instant began = Instant.now();
		tell(new Step(NAME, Operation.REFRESH, Step.Kind.BEGAN, began, ""));
		try {
			this.snaps.install(this.properties.snap(), OptionalInt.empty());
			report(began, Outcome.DONE, "refreshed, without the lock");
			return true;
		}
		catch (SnapChangeConflictException ex) {
			report(began, Outcome.CONFLICT, String.valueOf(ex.getMessage()));
			pause();
			return false;
		}
		catch (SnapException ex) {
			report(began, Outcome.FAILED, String.valueOf(ex.getMessage()));
			return true;
		}
	}

	private void tell(Step step) {
		this.events.publish("step", new UnitStep(FleetPlan.WITH_LOCKS, step));
	}

	// None of the fleet's operations: it is not counted
	private void report(Instant began, Outcome outcome, String detail) {
		Report report = new Report(NAME, Operation.REFRESH, began, began, Instant.now(), false, outcome, detail);
		this.events.publish("report", new OperatorReport(FleetPlan.WITH_LOCKS, report));
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * That the operator's attempt has ended.
	 *
	 * @param fleet the name of the fleet in whose way it was
	 * @param report how it went
	 */
	record OperatorReport(String fleet, Report report) {

	}

}
