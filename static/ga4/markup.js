// Puts Beheld's own attributes on the lists and promotions that were pushed, so that what is delivered, seen and clicked is found
// out in the one place. Pages change: the attributes follow what stands there now.

const ITEMS = ["data-item-id", "data-product-id", "data-sku"];
const PLACES = ["data-item-list-id", "data-promotion-id", "id"];
const NO_PLACE = /^(html|body|form|input|main)$/;
const MAX_LISTS = 100;
const LOOK_MS = 50;

const lists = new Map(); // what was pushed, by action; the latest last
const marked = new Map(); // the actions that elements were marked as here, by element
const items = new WeakSet(); // elements that were marked as items here
const chosen = new Map(); // what the page says of a list: its selector, or false where it is no action
let observer;
let timer;

/** Take what the page says of its lists: {list: selector} or {list: false}. */
export function choose(named) {
  for (const action of Object.keys(named)) chosen.set(action, named[action]);
  mark();
}

/** Whether a list is to be an action. */
export const isWanted = (action) => chosen.get(action) !== false;

/** A list was pushed, with an item. What was known of it in this view stays: lists come in pieces. */
export function place(action, kind, item) {
  const view = window.beheld.viewId;
  const before = lists.get(action);
  const list = before?.view == view ? before : { action, kind, view, ids: new Set() };
  lists.delete(action); // so that it goes to the end
  lists.set(action, list);
  if (item) list.ids.add(item);
  if (lists.size > MAX_LISTS) lists.delete(lists.keys().next().value);
  if (!observer) observe();
  return list;
}

/** Whether an action has an element in the page, so that what is done in it is heard. */
export const isMarked = (action) => !!document.querySelector(`[data-bh-action="${CSS.escape(action)}"]`);

/** Whether a list was pushed in the view of now, or stands in it. */
export const isPlaced = (action) => lists.get(action)?.view == window.beheld.viewId || isMarked(action);

/** Find the elements of all lists, and mark them. */
export function mark() {
  const owners = new Map();
  for (const list of lists.values()) {
    const element = isWanted(list.action) && find(list.action);
    list.found = new Set();
    if (element) owners.set(element, list); // what was pushed last has it
  }
  for (const [element, action] of marked) if (owners.get(element)?.action != action) unmark(element);
  for (const [element, list] of owners) markOne(element, list);
}

// What the page has marked itself stays as it is.
const isFree = (element) =>
  !NO_PLACE.test(element.localName) && (marked.has(element) || !element.hasAttribute("data-bh-action"));

function find(action) {
  for (const selector of [chosen.get(action), ...PLACES.map((name) => `[${name}="${CSS.escape(action)}"]`)])
    try {
      const element = [...document.querySelectorAll(selector)].find(isFree);
      if (element) return element;
    } catch {} // no selector
}

function markOne(element, { action, kind, ids, found }) {
  put(element, "kind", kind);
  put(element, "action", action);
  marked.set(element, action);
  for (const part of [element, ...element.querySelectorAll(ITEMS.map((name) => `[${name}]`))]) {
    const item = ITEMS.map((name) => part.getAttribute(name)?.trim()).find((id) => ids.has(id));
    if (item) found.add(item);
    if (part.hasAttribute("data-bh-item") && !items.has(part)) continue;
    items.add(part);
    put(part, "item", item);
  }
}

function unmark(element) {
  marked.delete(element);
  put(element, "action");
  put(element, "kind");
}

function put(element, name, value) {
  if (!value) element.removeAttribute("data-bh-" + name);
  else if (element.getAttribute("data-bh-" + name) != value) element.setAttribute("data-bh-" + name, value);
}

function observe() {
  observer = new MutationObserver(() => {
    timer ||= setTimeout(() => {
      timer = 0;
      mark();
    }, LOOK_MS);
  });
  observer.observe(document, { subtree: true, childList: true, attributeFilter: [...ITEMS, ...PLACES] });
}
