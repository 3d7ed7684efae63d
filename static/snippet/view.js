// The page view of now: it begins at each load, each change of path in a single-page app, each return from the back/forward cache.
import { record } from "./events.js";
import { newId } from "./ids.js";
import { later } from "./safely.js";
import { asked } from "./tag.js";
import { masked } from "./text.js";

const TITLE_SETTLES_MS = 100;

/** Its id, when it began (`ts` by the wall clock, `began` by the one that never jumps), and its address. */
export let view;

/** Begin a view. Its page_view waits a moment, because apps change the address first and the title after. */
export function openView(referrer) {
  const opened = { id: newId(), ts: Date.now(), began: performance.now(), url: location.href, first: newId(), referrer };
  view = opened;
  if (asked("manual") == null) later(() => opened == view && announce(), TITLE_SETTLES_MS);
}

/** Record the page_view, if that was not done yet. */
export function announce(fields) {
  if (!view.first) return;
  const about = document.querySelector("[data-bh-page-item]");
  const page = {
    url: masked(view.url),
    title: masked(document.title),
    referrer: view.referrer ? masked(view.referrer) : undefined,
    item: (about && about.getAttribute("data-bh-page-item")) || undefined,
  };
  record("page_view", { id: view.first, ts: view.ts, ...fields, page: { ...page, ...(fields && fields.page) } });
  view.first = undefined;
}
