package io.github.singletonsnap.sample.fleet;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.sample.agent.ConfigFile;
import io.github.singletonsnap.sample.fleet.UnitState.Phase;
import io.github.singletonsnap.sample.unit.Report;
import io.github.singletonsnap.sample.unit.Step;

/**
 * Units as processes, which work at the same time in a directory of their own: either all
 * of them with locks or all without.
 */
final class Fleet implements UnitProcess.Listener {

	// Somewhere in the middle of what it does
	private static final long INTO_AN_OPERATION_MILLIS = 250;

	private final FleetPlan plan;

	private final UnitCommand command;

	private final FleetEvents events;

	// Guarded by this

	private final Map<String, UnitProcess> units = new LinkedHashMap<>();

	private final Map<String, UnitState> states = new LinkedHashMap<>();

	// What each unit is at, once it was let in
	private final Map<String, Step> atWork = new LinkedHashMap<>();

	private final Set<String> doomed = new HashSet<>();

	private Summary summary = Summary.NONE;

	private boolean closed;

	Fleet(FleetPlan plan, UnitCommand command, FleetEvents events) {
		this.plan = plan;
		this.command = command;
		this.events = events;
	}

	FleetPlan plan() {
		return this.plan;
	}

	UnitCommand command() {
		return this.command;
	}

	synchronized List<UnitState> states() {
		return List.copyOf(this.states.values());
	}

	synchronized Summary summary() {
		return this.summary.compare(new ConfigFile(this.plan.configFile()).read());
	}

	/**
	 * Starts one more unit, which is then still to be told to begin.
	 */
	synchronized UnitProcess add() throws IOException {
		return start("otelcol/" + this.units.size());
	}

	private UnitProcess start(String unit) throws IOException {
		if (this.closed) {
			throw new IllegalStateException("the fleet is at its end");
		}
		if (!this.units.containsKey(unit) && this.units.size() == FleetProperties.MOST_UNITS) {
			throw new IllegalStateException("there are " + FleetProperties.MOST_UNITS + " units already");
		}
		UnitProcess process = UnitProcess.start(unit, this.command.forUnit(unit), this);
		this.units.put(unit, process);
		enter(process, Phase.STARTING, Instant.now(), "");
		return process;
	}

	/**
	 * Starts a unit anew that has ended.
	 */
	synchronized void restart(String unit) throws IOException, UnitFailedException {
		if (!get(unit).isAlive()) {
			start(unit).begin();
		}
	}

	/**
	 * Stops a unit by SIGSTOP: it keeps the locks that it has.
	 */
	synchronized void stop(String unit) throws IOException {
		if (phase(unit) == Phase.RUNNING) {
			get(unit).signal("STOP");
			enter(get(unit), Phase.STOPPED, Instant.now(), "");
		}
	}

	/**
	 * Lets a unit go on that was stopped.
	 */
	synchronized void resume(String unit) throws IOException {
		if (phase(unit) == Phase.STOPPED) {
			get(unit).signal("CONT");
			enter(get(unit), Phase.RUNNING, Instant.now(), "");
		}
	}

	/**
	 * Kills a unit in the middle of a change: of the one that it is at, or else of its
	 * next one. One that is stopped has no next one.
	 */
	synchronized void killWhileItHolds(String unit) {
		if (phase(unit) == Phase.STOPPED) {
			kill(get(unit));
			return;
		}
		this.doomed.add(unit);
		Step step = this.atWork.get(unit);
		if (step != null) {
			killIn(step);
		}
	}

	private void killIn(Step step) {
		if (this.doomed.contains(step.unit()) && step.operation().isChangeOfMember()) {
			CompletableFuture.delayedExecutor(INTO_AN_OPERATION_MILLIS, TimeUnit.MILLISECONDS)
				.execute(() -> killIfStillIn(step));
		}
	}

	private synchronized void killIfStillIn(Step step) {
		if (step.equals(this.atWork.get(step.unit())) && this.doomed.contains(step.unit())) {
			kill(get(step.unit()));
		}
	}

	private void kill(UnitProcess process) {
		if (process.isAlive()) {
			// Before: afterwards the next unit may have its lock already
			Instant alive = Instant.now();
			process.kill();
			enter(process, Phase.KILLED, alive, "");
		}
	}

	private UnitProcess get(String unit) {
		UnitProcess process = this.units.get(unit);
		if (process == null) {
			throw new IllegalArgumentException("there is no unit " + unit);
		}
		return process;
	}

	private Phase phase(String unit) {
		UnitState state = this.states.get(unit);
		if (state == null) {
			throw new IllegalArgumentException("there is no unit " + unit);
		}
		return state.phase();
	}

	private void enter(UnitProcess process, Phase phase, Instant at, String detail) {
		if (!phase.isAlive()) {
			this.atWork.remove(process.unit());
			this.doomed.remove(process.unit());
		}
		UnitState state = new UnitState(this.plan.name(), process.unit(), phase, at, process.pid(), detail);
		this.states.put(process.unit(), state);
		this.events.publish("unit", state);
	}

	@Override
	public synchronized void ready(UnitProcess process) {
		if (isCurrent(process)) {
			enter(process, Phase.RUNNING, Instant.now(), "");
		}
	}

	@Override
	public synchronized void stepped(Step step) {
		if (step.kind() == Step.Kind.BEGAN) {
			this.atWork.put(step.unit(), step);
			killIn(step);
		}
		this.events.publish("step", new UnitStep(this.plan.name(), step));
	}

	@Override
	public synchronized void reported(Report report) {
		this.atWork.remove(report.unit());
		this.summary = this.summary.plus(report);
		this.events.publish("report", new UnitReport(this.plan.name(), report, this.summary));
	}

	@Override
	public synchronized void ended(UnitProcess process, String detail) {
		if (!this.closed && isCurrent(process) && phase(process.unit()) != Phase.KILLED) {
			enter(process, Phase.ENDED, Instant.now(), detail);
		}
	}

	// A unit may have been killed, and started anew
	private boolean isCurrent(UnitProcess process) {
		return this.units.get(process.unit()) == process;
	}

	/**
	 * Kills all units. Returns when they are gone.
	 */
	synchronized void close() {
		this.closed = true;
		this.units.values().forEach(UnitProcess::kill);
	}

}
