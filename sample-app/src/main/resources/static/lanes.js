import { el, millis, setText } from './dom.js';

/** How much time a lane shows. */
export const SECONDS = 12;
const WINDOW = SECONDS * 1000;
/** How late it shows it, so that what happens now has been told by then. */
const LAG = 400;
/** How far to the right an operation is drawn that has not ended: the edge hides the rest. */
const OPEN = 90_000;

/** A shorter wait is none, and a letter needs room. */
const NOTICED = 25;
const LEGIBLE = 250;

const LETTERS = { install: 'I', refresh: 'R', set: 'S', leave: 'L', configure: 'C', write: 'C' };

/**
 * A unit in time. Each operation has its place on a strip, and the strip as a whole moves
 * to the left, as an animation that the browser runs by itself.
 */
export class LaneView {

  constructor(model, lane, actions) {
    this.model = model;
    this.lane = lane;
    this.actions = actions;
    this.base = model.now();
    this.shown = new Map();
    this.strip = el('div', { className: 'strip' });
    this.track = el('div', { className: 'track', role: 'group', 'aria-label': `Operations of ${lane.unit}` }, this.strip);
    this.name = el('span', { className: 'name' });
    this.state = el('span', { className: 'state' });
    this.buttons = el('span', { className: 'buttons' });
    this.element = el('li', { className: 'lane', 'data-unit': lane.unit, 'data-kind': lane.kind },
      el('span', { className: 'who' }, this.name, this.state), this.track, this.buttons);
    this.track.addEventListener('keydown', (event) => this.walk(event));
    this.makeButtons();
    this.update();
    lane.operations.forEach((operation) => this.show(operation));
    this.move();
  }

  /** Sets the strip in motion. With reduced motion it moves once a second. */
  move() {
    const steps = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.motion?.cancel();
    const windows = 50_000;
    this.motion = this.strip.animate([{ transform: 'none' }, { transform: `translateX(-${windows * 100}%)` }], {
      duration: windows * WINDOW, easing: steps ? `steps(${windows * WINDOW / 1000})` : 'linear', fill: 'forwards',
    });
    this.motion.currentTime = this.model.now() - LAG - this.base;
  }

  pause(paused) {
    if (paused) {
      this.motion.pause();
    } else {
      this.motion.currentTime = this.model.now() - LAG - this.base;
      this.motion.play();
    }
  }

  makeButtons() {
    if (this.lane.kind !== 'unit' || !this.lane.fleet.locking || this.model.mode !== 'fleet') {
      return;
    }
    const button = (action, text, title) => {
      const made = el('button', { type: 'button', textContent: text, title, 'data-action': action,
        'aria-label': `${text} ${this.lane.unit}` });
      made.addEventListener('click', () => this.actions.send(action, this.lane.unit));
      this.buttons.append(made);
      return made;
    };
    this.kill = button('kill', 'Kill', 'SIGKILL, while it holds the lock of the snap');
    this.stop = button('stop', 'Stop', 'SIGSTOP: it keeps the locks that it has');
    this.resume = button('continue', 'Continue', 'SIGCONT');
    this.restart = button('restart', 'Restart', 'Starts it again');
  }

  update() {
    const phase = this.lane.state?.phase ?? '';
    setText(this.name, this.lane.title ?? this.lane.unit);
    setText(this.state, this.lane.kind === 'program' ? 'by hand' : this.lane.kind === 'operator' ? 'no lock'
      : phase === 'running' ? '' : phase);
    this.element.dataset.phase = phase;
    if (this.kill) {
      const alive = phase !== 'killed' && phase !== 'ended';
      this.kill.hidden = !alive;
      this.stop.hidden = phase !== 'running' && phase !== 'starting';
      this.stop.disabled = phase === 'starting';
      this.resume.hidden = phase !== 'stopped';
      this.restart.hidden = alive;
    }
  }

  /** Draws an operation, or draws it anew. */
  show(operation) {
    if (operation.asked === undefined || operation.asked < this.model.now() - 3 * WINDOW) {
      return;
    }
    let shape = this.shown.get(operation);
    if (!shape) {
      shape = el('button', { type: 'button', className: 'op' });
      shape.addEventListener('click', () => this.actions.open(operation));
      this.shown.set(operation, shape);
      this.strip.append(shape);
    }
    draw(shape, operation, this.base);
    this.letTabReach(shape);
    this.forget();
  }

  // One of them, the latest: the others by the arrow keys
  letTabReach(shape) {
    if (!this.track.contains(document.activeElement)) {
      this.strip.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
      shape.tabIndex = 0;
    } else if (shape !== document.activeElement) {
      shape.tabIndex = -1;
    }
  }

  walk(event) {
    const step = { ArrowLeft: 'previousElementSibling', ArrowRight: 'nextElementSibling' }[event.key];
    const next = step && document.activeElement[step];
    if (next) {
      event.preventDefault();
      document.activeElement.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  }

  forget() {
    const edge = this.model.now() - 2 * WINDOW;
    for (const [operation, shape] of this.shown) {
      if (operation.ended === undefined || operation.ended > edge || shape === document.activeElement) {
        break;
      }
      this.shown.delete(operation);
      shape.remove();
    }
  }

}

function draw(shape, operation, base) {
  const { asked, began, ended, snapdSince } = operation;
  const end = ended ?? Math.max(asked, Date.now()) + OPEN;
  const span = Math.max(end - asked, 1);
  shape.style.left = `${(asked - base) / WINDOW * 100}%`;
  shape.style.width = `${span / WINDOW * 100}%`;
  const waitEnd = snapdSince ?? began ?? end;
  const waits = operation.lane.fleet.locking && waitEnd - asked > NOTICED;
  const parts = waits ? [part('wait', asked, waitEnd)] : [];
  if (snapdSince !== undefined) {
    parts.push(part('snapd', snapdSince, began ?? end));
  }
  if (began !== undefined) {
    const hold = part('hold', began, end);
    hold.append(glyph(operation));
    parts.push(hold);
  }
  shape.replaceChildren(...parts);
  Object.assign(shape.dataset, { resource: operation.resource, outcome: operation.outcome ?? '', asked,
    began: began ?? '', ended: ended ?? '', told: operation.abandonedBy ? 'yes' : '' });
  shape.classList.toggle('overlapped', operation.overlapped === true);
  shape.setAttribute('aria-label', describe(operation));

  function part(name, from, to) {
    const made = el('span', { className: name });
    made.style.left = `${(from - asked) / span * 100}%`;
    made.style.width = `${(to - from) / span * 100}%`;
    return made;
  }
}

function glyph({ outcome, overlapped, operation, began, ended }) {
  if (outcome === 'CONFLICT' || outcome === 'FAILED') {
    return '×';
  }
  if (outcome === 'KILLED' || outcome === 'ENDED') {
    return '†';
  }
  if (ended - began < LEGIBLE) {
    return '';
  }
  return overlapped ? '‖' : LETTERS[operation] ?? '';
}

function describe({ unit, operation, asked, began, ended, outcome, overlapped }) {
  const words = [`${unit} ${operation}`];
  if (began === undefined) {
    words.push(ended === undefined ? 'waits' : 'gone');
  } else {
    words.push(`waited ${millis(began - asked)}`, ended === undefined ? 'is at work' : `held ${millis(ended - began)}`);
  }
  if (overlapped) {
    words.push('was not alone');
  }
  if (outcome) {
    words.push(outcome.toLowerCase());
  }
  return words.join(', ');
}
