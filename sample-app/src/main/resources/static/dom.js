/** Makes an element: its properties, attributes with a hyphen and role, and its children. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'role') {
      element.setAttribute(key, value);
    } else {
      element[key] = value;
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets a text, and touches nothing where it is the same. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function millis(duration) {
  return duration < 9950 ? `${Math.round(duration)} ms` : `${(duration / 1000).toFixed(1)} s`;
}

export function clock(time) {
  const date = new Date(time);
  return date.toLocaleTimeString('en-GB') + '.' + String(Math.floor(date.getMilliseconds() / 100));
}
