import { el, clock } from './dom.js';
import { allLocks } from './sightings.js';

/** Fills an element with others, unless it shows the same already. */
function fill(element, ...children) {
  const next = el('div', {}, ...children);
  if (element.innerHTML !== next.innerHTML) {
    element.replaceChildren(...next.childNodes);
  }
}

/** Who holds each lock, and the queue behind. */
export function showLocks(model, element) {
  const seen = model.locksSeen;
  if (seen.error) {
    fill(element, el('p', { className: 'problem', textContent: seen.error }));
    return;
  }
  const locks = allLocks(seen);
  if (locks.length > 0) {
    fill(element, ...locks.map(({ lock, resource, name }) => el('div', { className: 'lock', 'data-state': lock.state },
      el('h3', { textContent: resource === 'snap' ? `snap ${name}` : `config file ${name.includes('/') ? name.replace(/.*\//, '') : ''}`,
        title: name }),
      el('p', { className: lock.holder ? 'holder' : 'holder quiet' }, lock.state === 'free' ? 'free' : processOf(model, lock.holder)),
      lock.abandonedBy && el('p', { className: 'abandoned',
        textContent: `† ${lock.abandonedBy.unit} left ${lock.abandonedBy.operation} half done: the next one is told` }),
      lock.waiters.length > 0 || resource === 'snap' ? el('ol', { className: 'queue', 'aria-label': 'Who waits' },
        ...lock.waiters.map((waiter) => el('li', {}, processOf(model, waiter)))) : null)));
  }
}

function processOf(model, process) {
  if (!process) {
    return 'a process that the kernel does not name';
  }
  const lane = [...model.fleets.values()].flatMap((fleet) => [...fleet.lanes.values()])
    .find((it) => (it.state?.pid ?? it.pid) === process.pid);
  const who = lane?.kind === 'unit' ? lane.unit : process.unit ?? lane?.title ?? process.command;
  return el('span', {}, el('b', { textContent: who || 'a process' }), ` pid ${process.pid}`,
    process.operation ? el('span', { className: 'what', textContent: ` ${process.operation}` }) : null,
    lane?.current?.progress ? el('span', { className: 'progress', textContent: lane.current.progress }) : null);
}

/** Which units use which snap. */
export function showRegistrations(model, element) {
  const snaps = (model.locksSeen.snaps ?? []).filter((snap) => snap.registrations.length > 0);
  if (snaps.length === 0) {
    fill(element, el('p', { className: 'quiet', textContent: 'Nobody is registered: the snap may go.' }));
    return;
  }
  fill(element, ...snaps.map((snap) => {
    const newest = Math.max(...snap.registrations.map((registration) => registration.revision ?? -1));
    return el('table', {}, el('caption', { textContent: `snap ${snap.snap}` }),
      el('thead', {}, el('tr', {}, ...['unit', 'revision', 'last seen'].map((text) => el('th', { scope: 'col', textContent: text })))),
      el('tbody', {}, ...snap.registrations.map((registration) => el('tr', { 'data-unit': registration.unit },
        el('th', { scope: 'row' }, registration.unit, isDead(model, registration.unit)
          ? el('span', { className: 'dead', textContent: ' † killed, and still keeps the snap' }) : null),
        el('td', { textContent: registration.revision === null ? '–'
          : `${registration.revision}${registration.revision === newest ? ' (newest)' : ''}` }),
        el('td', { textContent: clock(registration.lastSeen).slice(0, 8) })))));
  }));
}

function isDead(model, unit) {
  return [...model.fleets.values()].filter((fleet) => fleet.locking).some((fleet) =>
    [...fleet.lanes.values()].some((lane) => lane.unit.replace('/', '_') === unit
      && (lane.state?.phase === 'killed' || lane.state?.phase === 'ended')));
}

/** The commands to type into another terminal. */
export function showJoin(model, element) {
  const fleet = [...model.fleets.values()].find((it) => it.locking && it.unitByHand);
  element.hidden = !fleet;
  if (fleet) {
    element.replaceChildren(element.firstElementChild,
      command('One more unit:', fleet.unitByHand), command('Any program that locks the same file:', fleet.flockByHand));
  }
}

function command(title, text) {
  const copy = el('button', { type: 'button', textContent: 'Copy', 'aria-label': `Copy the command: ${title}` });
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = 'Copied';
  });
  return el('div', { className: 'command' }, el('p', { textContent: title }), copy,
    el('pre', { tabIndex: 0, role: 'group', 'aria-label': title }, el('code', { textContent: text })));
}
