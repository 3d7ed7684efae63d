// The page view of now: it begins at each load, each change of path in a single-page app, each return from the back/forward cache.
import { newId } from "./ids.js";
import { clock, now } from "./safely.js";

/** Its id, when it began (`ts` by the wall clock, `began` by the one that never jumps), its address, and its first event. */
export let view;

/** Whether this page stands in a frame of another page of the site, and is part of its view. */
export const embedded = (() => {
  try {
    return parent != window && (parent.beheld || parent.document.querySelector("script[data-key]"));
  } catch {} // of another origin
})();

/** Begin a view. */
export function openView(referrer) {
  const shared = embedded && parent.beheld?.viewId;
  const id = shared || newId();
  view = { id, ts: now(), began: clock(), url: location.href, first: !shared && newId(), referrer };
  window.beheld.viewId = id;
}
