// What is wrong with the page's markup, so that something was not done: attributes that nobody reads, buttons that name nothing.
import { KINDS } from "./reasons.js";

const PREFIX = "data-bh-";
const ATTRIBUTES = [
  "action",
  "campaign",
  "currency",
  "dismiss",
  "group",
  "height",
  "item",
  "kind",
  "min-fraction",
  "min-ms",
  "page-item",
  "price",
  "quantity",
  "quick-add",
  "target",
  "variation",
  "wishlist",
];
const CONTROLS = "[data-bh-quick-add],[data-bh-wishlist],[data-bh-dismiss]";
const MAX_PROBLEMS = 30;

// What an attribute means nothing without, on its element or around it.
const NEEDS = {
  campaign: ["action"],
  dismiss: ["action"],
  kind: ["action"],
  price: ["currency", "a price without a currency is left out"],
  "quick-add": ["item"],
  variation: ["action"],
  wishlist: ["item"],
};

const pressed = new Set();

function problemOf(element, name, value) {
  const [needed, why = "nothing is recorded"] = NEEDS[name] || [];
  if (!ATTRIBUTES.includes(name)) return "is unknown, and nobody reads it";
  if (needed && !element.closest(`[${PREFIX}${needed}]`)) return `stands in no ${PREFIX}${needed}: ${why}`;
  if (/^(action|item)$/.test(name) && /^\s*(undefined|null)?\s*$/.test(value)) return "has no id: nothing is recorded";
  if (name == "kind" && !KINDS.includes(value.trim().toLowerCase())) return `is not “${value}”: that counts as other`;
}

const named = (element) => element.localName + (element.id && "#" + element.id);

/** What is wrong, for people: {name, state, isBad} of each. */
export function problems() {
  const found = [...pressed].map((name) => ({
    name,
    state: "was pressed while it was disabled, which is no click",
    isBad: true,
  }));
  const marked = document.evaluate("//*[@*[starts-with(name(), 'data-bh-')]]", document, null, 7);
  for (let nth = 0; nth < marked.snapshotLength && found.length < MAX_PROBLEMS; nth++) {
    const element = marked.snapshotItem(nth);
    for (const { name, value } of element.attributes) {
      const state = name.startsWith(PREFIX) && problemOf(element, name.slice(PREFIX.length), value);
      if (state) found.push({ name: named(element), state: name + " " + state, isBad: true });
    }
  }
  return found;
}

/** A pointer went down: on a button that is disabled, nothing will come of it. */
export function press(event) {
  const path = event.composedPath().filter((node) => node.matches);
  const control = path.find((node) => node.matches(CONTROLS));
  const inside = path.slice(0, path.indexOf(control) + 1);
  if (inside.some((node) => node.matches(":disabled,[aria-disabled=true]"))) pressed.add(named(control));
}
