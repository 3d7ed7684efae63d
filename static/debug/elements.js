// Elements, whose words are always text.

/** A new element with attributes, and with elements or words in it. */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const each in attributes) element.setAttribute(each, attributes[each]);
  element.append(...children.filter((child) => child != null && child !== ""));
  return element;
}

const filled = new WeakMap();

/** Put what `draw` makes of each row into an element, if the rows are others than before. */
export function fill(element, rows, draw) {
  const text = JSON.stringify(rows);
  if (filled.get(element) == text) return;
  filled.set(element, text);
  element.replaceChildren(...rows.map(draw));
}
