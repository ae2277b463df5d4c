/**
 * Programs that tell nothing of themselves, as the kernel shows that they hold or wait: a
 * shell that runs flock(1), a unit that somebody else has started. What is seen between
 * two looks certainly was so; before and after nobody knows.
 */
export class Sightings {

  constructor(model) {
    this.model = model;
    this.open = new Map();
  }

  see({ shownUntil, at, locks }) {
    const until = Date.parse(shownUntil);
    const since = Date.parse(at);
    const seen = new Map();
    for (const { lock, resource, name } of allLocks(locks)) {
      if (lock.holder) {
        this.note(seen, lock.holder, resource, name, 'holds');
      }
      lock.waiters.forEach((waiter) => this.note(seen, waiter, resource, name, 'waits'));
    }
    for (const [key, operation] of this.open) {
      if (!seen.has(key)) {
        this.open.delete(key);
        this.model.end(operation.lane, { ended: Math.max(until, operation.began ?? operation.asked),
          outcome: operation.began === undefined ? 'GONE' : 'DONE' });
      }
    }
    seen.forEach((sighting, key) => this.update(key, sighting, since));
  }

  note(seen, process, resource, name, role) {
    if (!this.isTold(process)) {
      seen.set(`${process.pid} ${resource} ${name}`, { process, resource, name, role });
    }
  }

  isTold(process) {
    const pids = [...this.model.fleets.values()].flatMap((fleet) => [...fleet.lanes.values()])
      .map((lane) => lane.state?.pid);
    return pids.includes(process.pid) || process.pid === this.model.self?.pid;
  }

  update(key, { process, resource, name, role }, since) {
    const fleet = [...this.model.fleets.values()].find((it) => it.locking);
    if (!fleet) {
      return;
    }
    const known = [...fleet.lanes.values()].find((lane) => lane.pid === process.pid);
    const lane = known ?? this.model.lane(fleet.name, process.unit ?? `${process.command || 'process'} ${process.pid}`,
      'program');
    Object.assign(lane, { pid: process.pid, command: process.command });
    if (process.unit && lane.title !== process.unit) {
      lane.title = process.unit;
      this.model.changed('lane', { lane });
    }
    let operation = this.open.get(key);
    if (!operation && lane.current) {
      // It has two locks at once, and only one can be drawn
      return;
    }
    if (!operation) {
      operation = this.model.begin(lane, { operation: process.operation ?? 'lock', resource, name, asked: since, seen: true });
      this.open.set(key, operation);
    }
    if (role === 'holds' && operation.began === undefined) {
      operation.began = since;
      operation.method = process.operation;
      this.model.changed('operation', { lane, operation, kind: 'BEGAN' });
    } else {
      this.model.changed('operation', { lane, operation, kind: 'SEEN' });
    }
  }

}

/** All locks that the endpoint shows. */
export function allLocks(locks) {
  return [
    ...(locks.snaps ?? []).map((snap) => ({ lock: snap.lock, resource: 'snap', name: snap.snap })),
    ...(locks.configs ?? []).map((config) => ({ lock: config.lock, resource: 'config',
      name: config.config ?? config.lock.file.replace(/^LCK\.\.config_/, '') })),
  ];
}
