import { el, clock } from './dom.js';

const KEPT = 8;

/** Tells what is out of the ordinary: read out by a screen reader as it comes. */
export class News {

  constructor(model, element) {
    this.model = model;
    this.element = element;
    model.on('phase', (event) => this.phase(event));
    model.on('operation', (event) => this.operation(event));
  }

  phase({ lane, before }) {
    const { unit, state } = lane;
    if (!before || !lane.fleet.locking) {
      return;
    }
    const at = Date.parse(state.at);
    const last = lane.operations.at(-1);
    const holds = last && last.began !== undefined && (!last.ended || last.outcome === 'KILLED');
    if (state.phase === 'killed') {
      this.tell(at, `${unit} was killed${holds ? ` while it held the lock, in ${last.operation}. The kernel has freed it` : ''}.`);
    } else if (state.phase === 'ended') {
      this.tell(at, `${unit} has ended. ${state.detail}`);
    } else if (state.phase === 'stopped') {
      this.tell(at, `${unit} is stopped${holds ? ', and keeps the lock: the others wait' : ''}.`);
    } else if (before === 'stopped') {
      this.tell(at, `${unit} goes on.`);
    } else if (before === 'killed' || before === 'ended') {
      this.tell(at, `${unit} starts again.`);
    }
  }

  operation({ lane, operation, kind }) {
    if (!lane.fleet.locking) {
      return;
    }
    if (kind === 'TOLD') {
      this.tell(operation.toldAt, `${lane.unit} has the lock, and was told: ${operation.abandonedBy}.`);
    } else if (kind === 'WAITS_FOR_SNAPD') {
      this.tell(operation.snapdSince, `${lane.unit} has the lock, and waits for snapd: ${operation.snapd}.`);
    } else if (kind === 'BEGAN' && operation.seen && !lane.noticed) {
      this.tell(operation.began, `${lane.title ?? lane.unit}, started by hand, has the lock.`);
      lane.noticed = true;
    } else if (kind === 'ENDED' && lane.kind === 'operator') {
      this.operator(lane, operation);
    }
  }

  operator(lane, operation) {
    if (operation.outcome !== 'CONFLICT') {
      this.tell(operation.ended, `The operator is done: ${operation.detail}.`);
    } else if (lane.operations.at(-2)?.outcome !== 'CONFLICT') {
      this.tell(operation.ended, 'The operator takes no lock, and snapd refuses: a unit is at work. Trying again.');
    }
  }

  tell(at, text) {
    this.element.querySelector('.quiet')?.remove();
    this.element.prepend(el('li', {}, el('time', { textContent: clock(at).slice(0, 8) }), text));
    while (this.element.children.length > KEPT) {
      this.element.lastElementChild.remove();
    }
  }

}
