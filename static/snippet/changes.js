// When the page changes: at most ten times a second what is new in it is looked for, and what was there is looked at again.
import { joined } from "./files.js";
import { roots, startRoots } from "./roots.js";
import { later } from "./safely.js";

const PACE_MS = 100;

let searching;
let timer;
let changed;
let attributeFilter = ["data-bh-action", "data-bh-variation", "data-bh-item"];

/** Look for what is new in the page. */
export const searchPage = () => searching();

/** Look soon, because something may be seen by now that was not; also for what is new, if the document itself changed. */
export function lookSoon(documentChanged) {
  changed ||= documentChanged;
  timer ||= later(() => {
    if (changed) searchPage();
    timer = changed = 0;
    joined.lookAfter?.();
  }, PACE_MS);
}

const mutations = new MutationObserver(() => lookSoon(true));

const observe = (root) => mutations.observe(root, { subtree: true, childList: true, attributeFilter });

/** From now on changes of these attributes matter too. */
export function observeToo(names) {
  attributeFilter = attributeFilter.concat(names);
  roots.forEach(observe);
}

/** Start to call `work` when there may be something new. */
export function startChanges(work) {
  searching = work;
  startRoots((root) => {
    observe(root);
    lookSoon(true);
  });
}
