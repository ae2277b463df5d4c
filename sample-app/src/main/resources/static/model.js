import { Sightings } from './sightings.js';
import { requestsOf } from './requests.js';

const KEPT = 300;

/** What the server has told, put together. Views are told what has changed. */
export class Model extends EventTarget {

  constructor() {
    super();
    this.reset();
  }

  reset() {
    this.run = null;
    this.mode = null;
    this.fleets = new Map();
    this.locksSeen = null;
    this.sightings = new Sightings(this);
  }

  /** The server's time, from which this clock may differ. */
  now() {
    return Date.now() + (this.offset ?? 0);
  }

  changed(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  on(name, view) {
    this.addEventListener(name, (event) => view(event.detail));
  }

  apply(name, data) {
    this[name](data);
  }

  hello({ run, view }) {
    this.offset = Date.parse(view.now) - Date.now();
    if (this.run !== run) {
      this.reset();
      this.run = run;
      this.changed('reset');
    }
    Object.assign(this, { mode: view.mode, token: view.token, self: view });
    const fleets = view.fleets ?? [{ name: 'machine', locking: true, units: [] }];
    for (const told of fleets) {
      const known = this.fleets.get(told.name) ?? { lanes: new Map() };
      this.fleets.set(told.name, Object.assign(known, told));
    }
    this.changed('hello');
    for (const unit of fleets.flatMap((fleet) => fleet.units)) {
      this.unit(unit);
    }
  }

  /** A unit's process is in another state. */
  unit(state) {
    const lane = this.lane(state.fleet, state.unit, 'unit');
    const at = Date.parse(state.at);
    if ((state.phase === 'killed' || state.phase === 'ended') && lane?.current?.asked <= at) {
      this.end(lane, { ended: at, outcome: state.phase.toUpperCase() });
    }
    if (!lane || (lane.state && Date.parse(lane.state.at) > at)) {
      return;
    }
    const before = lane.state?.phase;
    lane.state = state;
    this.changed('lane', { lane });
    if (before !== state.phase) {
      this.changed('phase', { lane, before });
    }
  }

  /** A unit has come further. */
  step({ fleet, step }) {
    const lane = this.lane(fleet, step.unit, step.unit === 'operator' ? 'operator' : 'unit');
    if (!lane || this.isOld(lane, step.at)) {
      return;
    }
    const at = Date.parse(step.at);
    const operation = lane.current ?? this.begin(lane, {
      operation: step.operation,
      resource: resourceOf(step),
      asked: at,
      attempts: 0,
    });
    if (step.kind === 'ASKED') {
      operation.method = step.detail;
      operation.attempts++;
    } else if (step.kind === 'WAITS_FOR_SNAPD') {
      Object.assign(operation, { snapdSince: at, snapd: step.detail });
    } else if (step.kind === 'PROGRESS') {
      operation.progress = step.detail;
    } else if (step.kind === 'TOLD') {
      Object.assign(operation, { toldAt: at, abandonedBy: step.detail });
    } else {
      operation.began = at;
    }
    this.changed('operation', { lane, operation, kind: step.kind });
  }

  /** A unit has ended an operation. */
  report({ fleet, report, summary }) {
    const lane = this.lane(fleet, report.unit, 'unit');
    if (summary && lane) {
      lane.fleet.summary = summary;
      this.changed('summary', { fleet: lane.fleet });
    }
    if (!lane || this.isOld(lane, report.ended)) {
      return;
    }
    if (!lane.current) {
      this.begin(lane, { operation: report.operation, attempts: 1, resource: resourceOf(report) });
    }
    this.end(lane, {
      asked: Date.parse(report.asked),
      began: Date.parse(report.began),
      ended: Date.parse(report.ended),
      overlapped: report.overlapped,
      outcome: report.outcome,
      detail: report.detail,
    });
  }

  /** What the actuator endpoint shows. */
  locks(seen) {
    this.locksSeen = seen.locks;
    this.sightings.see(seen);
    if (seen.locks.recentRequests && this.mode === 'serve') {
      requestsOf(this, seen.locks);
    }
    this.changed('locks');
  }

  lane(fleetName, unit, kind) {
    const fleet = this.fleets.get(fleetName);
    if (!fleet) {
      return null;
    }
    let lane = fleet.lanes.get(unit);
    if (!lane) {
      lane = { fleet, unit, kind, operations: [], current: null, endedUntil: 0 };
      fleet.lanes.set(unit, lane);
      this.changed('newLane', { lane });
    }
    return lane;
  }

  begin(lane, operation) {
    Object.assign(operation, { lane, unit: lane.unit });
    lane.current = operation;
    lane.operations.push(operation);
    if (lane.operations.length > KEPT) {
      lane.operations.shift();
    }
    return operation;
  }

  end(lane, how) {
    const operation = Object.assign(lane.current, how);
    lane.current = null;
    lane.endedUntil = operation.ended;
    this.changed('operation', { lane, operation, kind: 'ENDED' });
  }

  // After a connection broke, events may come twice
  isOld(lane, at) {
    return Date.parse(at) <= lane.endedUntil;
  }

  /** Who was in there while an operation waited. Without locks nobody waits. */
  aheadOf(operation) {
    if (!operation.lane.fleet.locking) {
      return [];
    }
    const until = operation.began ?? operation.ended ?? this.now();
    return [...operation.lane.fleet.lanes.values()]
      .filter((lane) => lane !== operation.lane && lane.kind !== 'operator')
      .flatMap((lane) => lane.operations)
      .filter((other) => other.resource === operation.resource && other.began !== undefined
        && (other.ended ?? Infinity) > operation.asked && other.began < until)
      .sort((one, other) => one.began - other.began);
  }

}

function resourceOf({ operation }) {
  return operation === 'configure' ? 'config' : 'snap';
}
