const RETRY = 1000;

/**
 * Listens to the server, for ever. A browser connects again by itself when a connection
 * breaks, but not after an answer that is no stream.
 */
export function listen(names, onEvent, onState) {
  const source = new EventSource('events');
  source.onopen = () => onState('live');
  source.onerror = () => {
    onState('lost');
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => listen(names, onEvent, onState), RETRY);
    }
  };
  for (const name of names) {
    source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
  }
}
