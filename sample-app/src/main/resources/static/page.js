import { openDetails } from './details.js';
import { setText } from './dom.js';
import { FleetView } from './fleet.js';
import { Model } from './model.js';
import { News } from './news.js';
import { showJoin, showLocks, showRegistrations } from './panels.js';
import { listen } from './stream.js';

const byId = (id) => document.getElementById(id);
const model = new Model();
const views = new Map();
const waitingRows = [];
let paused = false;

const actions = {
  open: (operation) => openDetails(model, operation, byId('details')),
  async send(action, unit) {
    const query = unit ? `?unit=${encodeURIComponent(unit)}` : '';
    const answer = await fetch(`fleet/${action}${query}`, { method: 'POST', headers: { 'X-Token': model.token } });
    if (!answer.ok) {
      news.tell(model.now(), `Not possible: ${await answer.text()}`);
    } else if (action === 'kill') {
      news.tell(model.now(), `${unit} will be killed as soon as it is in the middle of a change of the snap.`);
    }
  },
};
const news = new News(model, byId('news'));

model.on('reset', () => {
  views.clear();
  byId('fleets').replaceChildren();
});
model.on('hello', () => {
  byId('lead').textContent = model.mode === 'serve'
    ? `Unit ${model.self.unit}, and every other program that locks in ${model.self.lockDir}.`
    : 'Each unit is a process of its own. All want to change one snap, and snapd allows one change at a time. Kill one while it holds the lock, or let an operator in who takes none.';
  for (const fleet of model.fleets.values()) {
    if (!views.has(fleet)) {
      const view = new FleetView(model, fleet, actions);
      views.set(fleet, view);
      byId('fleets').append(view.element);
      [...fleet.lanes.values()].forEach((lane) => view.addLane(lane));
    }
    views.get(fleet).count();
  }
  showJoin(model, byId('join'));
});
model.on('newLane', ({ lane }) => views.get(lane.fleet)?.addLane(lane));
model.on('lane', ({ lane }) => viewOf(lane)?.update());
model.on('summary', ({ fleet }) => views.get(fleet)?.count());
model.on('operation', ({ lane, operation, kind }) => {
  viewOf(lane)?.show(operation);
  if (kind === 'PROGRESS') {
    showPanels();
  }
  if (kind === 'ENDED') {
    waitingRows.push(operation);
    showRows();
  }
});
model.on('locks', showPanels);

function viewOf(lane) {
  return views.get(lane.fleet)?.lanes.get(lane);
}

function showRows() {
  if (!paused) {
    waitingRows.splice(0).slice(-20).forEach((operation) => views.get(operation.lane.fleet)?.addRow(operation));
  }
}

function showPanels() {
  if (!paused && model.locksSeen) {
    showLocks(model, byId('locks'));
    if (!model.locksSeen.error) {
      showRegistrations(model, byId('registrations'));
    }
  }
}

function pause(value) {
  if (paused === value) {
    return;
  }
  paused = value;
  document.documentElement.classList.toggle('paused', paused);
  byId('pause').setAttribute('aria-pressed', String(paused));
  views.forEach((view) => view.lanes.forEach((lane) => lane.pause(paused)));
  showRows();
  showPanels();
}

byId('pause').addEventListener('click', () => pause(!paused));
// What has the focus must not run away
byId('fleets').addEventListener('focusin', ({ target }) => {
  if (target.matches('.op:focus-visible')) {
    pause(true);
  }
});
matchMedia('(prefers-reduced-motion: reduce)').addEventListener('change', () =>
  views.forEach((view) => view.lanes.forEach((lane) => lane.move())));
// An operation that does not end grows on
setInterval(() => views.forEach((view) => {
  view.lanes.forEach((laneView, lane) => lane.current && laneView.show(lane.current));
  view.removeGuests();
}), 20_000);

listen(['hello', 'unit', 'step', 'report', 'locks'], (name, data) => model.apply(name, data), (state) => {
  byId('connection').dataset.state = state;
  setText(byId('connection'), state === 'live' ? 'live' : 'connection lost, trying again …');
});
