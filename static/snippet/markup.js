// Actions and their items in the page's own HTML.
import { record } from "./events.js";
import { ghostIn, haunted } from "./ghost.js";
import { impressionOf, impressions } from "./impressions.js";
import { later } from "./safely.js";
import { view } from "./view.js";
import { lookSoon, unwatch, unwatchAll, watch } from "./watching.js";

const APP_SETTLES_MS = 1000;
const MOST_ITEMS = 200;

// In a single-page app the elements of the view before are there for a moment longer. Those that stay count again.
let leftovers = new WeakSet();

/** What an element says of itself: the value of `data-bh-NAME`; undefined where there is none. */
export const said = (element, name) => element.getAttribute("data-bh-" + name) || undefined;

/** Begin a view in which nothing is executed yet. `restored`: the whole page is back, nothing in it is left over. */
export function clearImpressions(restored) {
  unwatchAll();
  impressions.clear();
  leftovers = new WeakSet(restored ? [] : marked());
  later(() => lookSoon(true), APP_SETTLES_MS);
}

/** Find what is new in the page, and what is gone from it. */
export function scan() {
  for (const impression of impressions.values()) tidy(impression);
  for (const element of marked())
    if (!leftovers.has(element) || performance.now() - view.began >= APP_SETTLES_MS) execute(element);
}

const marked = () => document.querySelectorAll("[data-bh-action]");

function tidy(impression) {
  const boxes = [...impression.boxes];
  const stands = boxes.some((box) => box.element.isConnected);
  impression.gone = stands ? 0 : impression.gone || performance.now();
  if (stands) boxes.filter((box) => !box.element.isConnected).forEach(unwatch);
}

/** The impression of an element that is marked as an action. It is executed now, if it was not before. */
export function execute(element) {
  const impression = impressionOf(said(element, "action"), said(element, "variation"));
  const known = impression.items.size;
  for (const part of partsOf(element)) Object.assign(watch(part, impression), { whole: true, ghost: haunted(element) });
  for (const part of itemsOf(element)) {
    const item = said(part, "item");
    const group = said(part, "group");
    if (!impression.items.has(item)) impression.items.set(item, group ? { item, group } : item);
    watch(part, impression).item = item;
  }
  if (!impression.asks || impression.items.size > known) tell(impression, element);
  return impression;
}

function tell(impression, element) {
  impression.asks = {};
  for (const least of ["min-fraction", "min-ms"])
    if (said(element, least)) impression.asks[least.replace("-", "_")] = +said(element, least);
  record("execute", {
    ...impression.which,
    kind: said(element, "kind"),
    campaign: said(element, "campaign"),
    items: impression.items.size ? [...impression.items.values()].slice(0, MOST_ITEMS) : undefined,
  });
}

// What of it can be watched: a box for a ghost where nothing stands, the children of what has no box of its own.
function partsOf(element) {
  if (said(element, "variation") == "control" && (haunted(element) || !element.offsetHeight))
    return [ghostIn(element, +said(element, "height") || 0)];
  return getComputedStyle(element).display == "contents" ? [...element.children] : [element];
}

const itemsOf = (element) =>
  [element, ...element.querySelectorAll("[data-bh-item]")].filter(
    (part) => said(part, "item") && part.closest("[data-bh-action]") == element,
  );
