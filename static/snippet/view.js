// The page view of now: it begins at each load, each change of path in a single-page app, each return from the back/forward cache.
import { record } from "./events.js";
import { newId } from "./ids.js";
import { clock, later, now } from "./safely.js";
import { asked, doc } from "./tag.js";
import { masked, said } from "./text.js";

const TITLE_SETTLES_MS = 100;

/** Its id, when it began (`ts` by the wall clock, `began` by the one that never jumps), its address, and its first event. */
export let view;

/** Begin a view. Its page_view waits a moment, because apps change the address first and the title after. */
export function openView(referrer) {
  const opened = { id: newId(), ts: now(), began: clock(), url: location.href, first: newId(), referrer };
  view = opened;
  if (asked("manual") == null) later(() => opened == view && announce(), TITLE_SETTLES_MS);
}

/** Record the page_view, if that was not done yet. */
export function announce(fields) {
  const { first: id, ts, url, referrer } = view;
  if (!id) return;
  view.first = 0;
  const about = doc.querySelector("[data-bh-page-item]");
  const page = { url: masked(url), title: masked(doc.title), referrer: masked(referrer) || undefined };
  record("page_view", { id, ts, ...fields, page: { ...page, item: about && said(about, "page-item"), ...fields?.page } });
}
