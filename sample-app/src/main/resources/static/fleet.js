import { el, millis, setText } from './dom.js';
import { LaneView, SECONDS } from './lanes.js';

const ROWS = 5;
const GONE = 30_000;

/** A fleet: what it counts, its lanes, and its last operations. */
export class FleetView {

  constructor(model, fleet, actions) {
    this.model = model;
    this.fleet = fleet;
    this.actions = actions;
    this.lanes = new Map();
    this.counts = {};
    this.list = el('ol', { className: 'lanes' });
    this.rows = el('ol', { className: 'rows', 'aria-label': 'Last operations, the latest first' });
    this.isActing = fleet.locking && model.mode === 'fleet';
    this.element = el('section', { className: this.isActing ? 'fleet acting' : 'fleet', 'data-fleet': fleet.name,
      'aria-labelledby': `title-${fleet.name}` }, this.head(), this.list,
    el('p', { className: 'axis', 'aria-hidden': 'true' }, el('span', { textContent: `${SECONDS} s ago` }), el('span', { textContent: 'now' })),
    this.controls(),
    el('h3', { textContent: 'Last operations' }), this.rows);
  }

  head() {
    const serve = this.model.mode === 'serve';
    const title = el('h2', { id: `title-${this.fleet.name}`,
      textContent: serve ? 'This unit and its neighbours' : this.fleet.locking ? 'With locks' : 'Without locks' });
    if (serve) {
      return el('div', { className: 'head' }, title);
    }
    const counts = el('dl', { className: 'counts' });
    for (const [name, mark] of [['operations', ''], ['conflicts', '×'], ['overlaps', '‖']]) {
      this.counts[name] = el('dd', { 'data-count': name, textContent: '0' });
      counts.append(el('div', { 'data-mark': mark }, el('dt', { textContent: name }), this.counts[name]));
    }
    const how = el('p', { className: 'quiet' }, 'the same units, ', el('code', { textContent: 'enabled=false' }));
    return el('div', { className: 'head' }, el('div', {}, title, this.fleet.locking
      ? el('p', { className: 'quiet' }, 'each waits for its turn: ', el('code', { textContent: '@SnapOperation' })) : how), counts);
  }

  controls() {
    if (!this.isActing) {
      return null;
    }
    const add = el('button', { type: 'button', textContent: 'Add a unit', 'data-action': 'add' });
    add.addEventListener('click', () => this.actions.send('add'));
    const operator = el('button', { type: 'button', textContent: 'Operator without the lock', 'data-action': 'operator',
      title: 'Somebody refreshes the snap by hand, and takes no lock: units wait for snapd' });
    operator.addEventListener('click', () => this.actions.send('operator'));
    return el('p', { className: 'controls' }, add, operator);
  }

  addLane(lane) {
    const view = new LaneView(this.model, lane, this.actions);
    this.lanes.set(lane, view);
    const guest = lane.kind === 'unit' ? this.list.querySelector('.lane:not([data-kind=unit])') : null;
    this.list.insertBefore(view.element, guest);
    view.move();
  }

  /** Takes away who was only a guest, and is not seen any more. */
  removeGuests() {
    const edge = this.model.now() - GONE;
    for (const [lane, view] of this.lanes) {
      if (lane.kind !== 'unit' && !lane.current && lane.endedUntil < edge) {
        this.fleet.lanes.delete(lane.unit);
        this.lanes.delete(lane);
        view.element.remove();
      }
    }
  }

  count() {
    for (const [name, element] of Object.entries(this.counts)) {
      const number = this.fleet.summary?.[name] ?? 0;
      setText(element, String(number));
      element.parentElement.classList.toggle('some', number > 0);
    }
  }

  /** Adds a row, for an operation that has ended. */
  addRow(operation) {
    const button = el('button', { type: 'button', className: 'row' }, ...rowOf(this.model, operation));
    button.addEventListener('click', () => this.actions.open(operation));
    this.rows.prepend(el('li', { 'data-outcome': operation.outcome ?? '' }, button));
    while (this.rows.children.length > ROWS) {
      this.rows.lastElementChild.remove();
    }
  }

}

function rowOf(model, operation) {
  const { unit, operation: what, outcome, overlapped, detail = '', began, asked, ended } = operation;
  const ahead = model.aheadOf(operation);
  const waited = !operation.lane.fleet.locking ? 'took no lock' : ahead.length > 0 ? `waited ${millis(began - asked)} for ${names(ahead)}` : 'no wait';
  const problem = overlapped && outcome === 'DONE' ? '‖ not alone: ' : outcome === 'CONFLICT' ? '× refused: '
    : outcome === 'FAILED' ? '× failed: ' : outcome === 'KILLED' ? '† killed' : '';
  return [
    el('b', { textContent: `${operation.lane.title ?? unit} ${what}` }),
    el('span', { className: 'times', textContent: `${waited}, held ${millis(ended - (began ?? ended))}` }),
    el('span', { className: 'outcome', textContent: problem + detail }),
  ];
}

/** The units of some operations, each once, without what their names have in common. */
export function names(operations) {
  const units = [...new Set(operations.map((operation) => operation.lane.title ?? operation.unit))];
  return units.map((unit, i) => i > 0 ? unit.replace(/^.*\//, '') : unit).join(', ');
}
