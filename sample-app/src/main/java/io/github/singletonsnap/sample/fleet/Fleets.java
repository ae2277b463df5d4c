package io.github.singletonsnap.sample.fleet;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import io.github.singletonsnap.sample.page.PageEvents;
import io.github.singletonsnap.sample.snap.SnapClient;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Runs a fleet with locks, and beside it one without, and tells what happens. With a page
 * until Ctrl-C, otherwise until all units are done.
 */
@Component
@Profile(Fleets.PROFILE)
public class Fleets implements DisposableBean {

	/**
	 * The profile of the command of the same name.
	 */
	public static final String PROFILE = "fleet";

	/**
	 * The option to run without a page, and to end when all is done.
	 */
	public static final String EXIT_WHEN_DONE = "--exit-when-done";

	private final FleetProperties properties;

	private final FleetPlans plans;

	private final SnapClient snaps;

	private final ObjectProvider<PageEvents> page;

	private final List<Fleet> fleets = new CopyOnWriteArrayList<>();

	// Had by a run until all that it has made is gone again
	private final Semaphore turn = new Semaphore(1);

	private final CountDownLatch made = new CountDownLatch(1);

	private final CountDownLatch stopped = new CountDownLatch(1);

	Fleets(FleetProperties properties, FleetPlans plans, SnapClient snaps, ObjectProvider<PageEvents> page) {
		this.properties = properties;
		this.plans = plans;
		this.snaps = snaps;
		this.page = page;
	}

	/**
	 * Runs the fleets.
	 * @param main the main class, for the units' processes
	 * @param arguments the arguments of this process, whose options are for the units too
	 * @param address where the page is, if there is one
	 * @return whether all went well in the first fleet
	 * @throws IOException if a process or a file cannot be created
	 * @throws InterruptedException if this thread was interrupted
	 */
	public boolean run(Class<?> main, List<String> arguments, String address) throws IOException, InterruptedException {
		this.turn.acquire();
		try {
			return runFleets(main, arguments, address);
		}
		finally {
			this.fleets.clear();
			this.turn.release();
		}
	}

	/**
	 * Ends a run that is still at work: Ctrl-C closes the application.
	 */
	@Override
	public void destroy() {
		this.stopped.countDown();
		this.made.countDown();
		this.fleets.forEach(Fleet::close);
		// Never released: no other run begins
		this.turn.acquireUninterruptibly();
	}

	Optional<Fleet> find(String name) {
		return this.fleets.stream().filter((fleet) -> fleet.plan().name().equals(name)).findFirst();
	}

	/**
	 * All fleets. Waits for them: a page may connect before they are made.
	 */
	List<Fleet> all() throws InterruptedException {
		this.made.await();
		return List.copyOf(this.fleets);
	}

	private boolean runFleets(Class<?> main, List<String> arguments, String address)
			throws IOException, InterruptedException {
		PageEvents page = this.page.getIfAvailable();
		Timeline timeline = new Timeline(System.out);
		for (FleetPlan plan : this.plans.plans()) {
			FleetEvents events = (page != null) ? page::publish : (kind, event) -> {
			};
			UnitCommand command = new UnitCommand(main, arguments, this.plans.options(plan, page != null),
					this.plans.firstRevision());
			this.fleets.add(new Fleet(plan, command, this.fleets.isEmpty() ? new Printed(timeline, events) : events));
		}
		this.made.countDown();
		Fleet first = this.fleets.get(0);
		printBeginning(first, (page != null) ? address : "");
		boolean complete = (page != null) ? workUntilStopped(timeline) : workToTheEnd(timeline);
		printEnd(complete);
		return complete && first.summary().isClean();
	}

	private void printBeginning(Fleet first, String address) {
		System.out.printf("%d units share a snap on %s. Locking is %s.%n", this.properties.units(), this.snaps,
				first.plan().locking() ? "on" : "OFF");
		if (this.fleets.size() > 1) {
			System.out.printf("%d others do the same without locks.%n", this.properties.units());
		}
		else if (!this.plans.isSecondPossible()) {
			System.out.println("To see others do the same without locks, name a second snap:");
			System.out.println("--sample.second-snap=NAME --sample.second-snap-file=FILE");
		}
		if (!address.isEmpty()) {
			System.out.printf("%n  Watch them on  %s  (Ctrl-C ends it)%n", address);
		}
		System.out.println();
	}

	private void printEnd(boolean complete) {
		System.out.println();
		if (!complete) {
			System.out.println("INCOMPLETE");
		}
		for (Fleet fleet : this.fleets) {
			System.out.printf("%s:%n%s%n", fleet.plan().locking() ? "With locks" : "Without locks", fleet.summary());
		}
	}

	private boolean workUntilStopped(Timeline timeline) throws IOException, InterruptedException {
		timeline.begin();
		try {
			for (int i = 0; i < this.properties.units(); i++) {
				for (Fleet fleet : this.fleets) {
					fleet.add().begin();
				}
			}
			this.stopped.await();
			System.out.println("Stopped.");
			return true;
		}
		catch (IllegalStateException | UnitFailedException ex) {
			return isStopped(ex);
		}
		finally {
			this.fleets.forEach(Fleet::close);
		}
	}

	private boolean workToTheEnd(Timeline timeline) throws IOException, InterruptedException {
		Instant deadline = Instant.now().plus(this.properties.deadline());
		try {
			List<UnitProcess> units = new ArrayList<>();
			for (Fleet fleet : this.fleets) {
				for (int i = 0; i < this.properties.units(); i++) {
					units.add(fleet.add());
				}
			}
			for (UnitProcess unit : units) {
				unit.awaitReady(deadline);
			}
			timeline.begin();
			for (UnitProcess unit : units) {
				unit.begin();
			}
			for (UnitProcess unit : units) {
				unit.awaitEnd(deadline);
			}
			return true;
		}
		catch (IllegalStateException | UnitFailedException ex) {
			isStopped(ex);
			return false;
		}
		finally {
			this.fleets.forEach(Fleet::close);
		}
	}

	private boolean isStopped(Exception ex) {
		boolean isStopped = this.stopped.getCount() == 0;
		System.out.println(isStopped ? "Stopped." : ex.getMessage());
		return isStopped;
	}

}
