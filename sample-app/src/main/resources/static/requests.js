const KEPT = 300;

/** The last requests of this unit, as the endpoint shows them, drawn as operations. */
export function requestsOf(model, locks) {
  const lane = model.lane('machine', locks.unit, 'unit');
  lane.pid = model.self.pid;
  lane.requests ??= new Map();
  const keys = new Set(locks.recentRequests.map(keyOf));
  lane.requests.forEach((operation, key) => keys.has(key) || lane.requests.delete(key));
  for (const request of [...locks.recentRequests].reverse()) {
    const key = keyOf(request);
    const known = lane.requests.get(key);
    const operation = known ?? { lane, unit: lane.unit, operation: request.operation.replace(/^.*\./, ''),
      method: request.operation, resource: request.kind, name: request.name, asked: Date.parse(request.started) };
    if (!known) {
      lane.requests.set(key, operation);
      lane.operations.push(operation);
      lane.operations.splice(0, Math.max(0, lane.operations.length - KEPT));
    } else if (known.ended !== undefined) {
      continue;
    }
    follow(operation, request);
    model.changed('operation', { lane, operation, kind: operation.ended === undefined ? 'SEEN' : 'ENDED' });
  }
}

function keyOf({ started, kind, name }) {
  return `${started} ${kind} ${name}`;
}

function follow(operation, request) {
  const waited = operation.asked + parse(request.waited);
  operation.snapd = request.waitedFor;
  if (request.held !== null) {
    operation.began ??= waited;
  }
  if (request.outcome === 'released') {
    Object.assign(operation, { ended: operation.began + parse(request.held), outcome: 'DONE' });
  } else if (request.outcome !== 'waiting' && request.outcome !== 'acquired') {
    Object.assign(operation, { ended: waited, outcome: 'FAILED', detail: request.outcome });
  }
}

function parse(duration) {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration);
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
