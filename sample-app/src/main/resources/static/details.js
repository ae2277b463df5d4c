import { el, clock, millis } from './dom.js';

/** Opens an operation: who waited for whom, how long, and which method it was. */
export function openDetails(model, operation, dialog) {
  const { unit, asked, began, ended, outcome } = operation;
  dialog.querySelector('h2').textContent = `${operation.lane.title ?? unit}: ${operation.operation}`;
  const rows = [
    ['Method', operation.method ?? 'not told'],
    ['Lock', `${operation.resource === 'snap' ? 'of the snap' : 'of the config file'} ${operation.name ?? ''}`
      + (operation.lane.kind === 'operator' || !operation.lane.fleet.locking ? ' – not taken' : '')],
    ['Asked', clock(asked)],
    ['Waited', began === undefined ? `${millis((ended ?? model.now()) - asked)}, and still without the lock`
      : millis(began - asked)],
    ['Waited for', ahead(model, operation)],
    ['Snapd', operation.snapd],
    ['Told', operation.abandonedBy],
    ['Worked', began === undefined ? undefined : millis((ended ?? model.now()) - began) + (ended ? '' : ', up to now')],
    ['Attempts', operation.attempts > 1 ? String(operation.attempts) : undefined],
    ['Alone', operation.overlapped ? 'no: another unit was at work on the same' : undefined],
    ['Outcome', outcome ? `${outcome.toLowerCase()}${operation.detail ? `: ${operation.detail}` : ''}` : 'not yet known'],
    ['Progress', operation.progress],
  ];
  dialog.querySelector('dl').replaceChildren(...rows.filter(([, value]) => value)
    .flatMap(([name, value]) => [el('dt', { textContent: name }), el('dd', {}, value)]));
  dialog.showModal();
}

function ahead(model, operation) {
  const others = model.aheadOf(operation);
  if (others.length === 0) {
    return 'nobody';
  }
  return el('ol', {}, ...others.map((other) => el('li', {
    textContent: `${other.lane.title ?? other.unit} ${other.operation}, which held it ${millis((other.ended ?? model.now()) - other.began)}`,
  })));
}
