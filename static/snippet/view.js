// The page view of now: it begins at each load, each change of path in a single-page app, each return from the back/forward cache.
import { newId } from "./ids.js";
import { clock, now } from "./safely.js";

/** Its id, when it began (`ts` by the wall clock, `began` by the one that never jumps), its address, and its first event. */
export let view;

/** Begin a view. */
export const openView = (referrer) =>
  (view = { id: newId(), ts: now(), began: clock(), url: location.href, first: newId(), referrer });
