// The first event of each view: the page_view, with what the page has about itself.
import { attribute } from "./attribute.js";
import { record } from "./events.js";
import { clock, later } from "./safely.js";
import { doc, option } from "./script_tag.js";
import { masked } from "./text.js";
import { view } from "./view.js";

const TITLE_SETTLES_MS = 100;
const PATIENCE_MS = 1500;

/** Announce the view that has just begun in a moment: apps change the address first, and the title after, with the data. */
export function announceSoon(oldTitle) {
  const opened = view;
  const look = () => {
    if (opened != view) return;
    if (doc.title != oldTitle || clock() - view.began > PATIENCE_MS) announce();
    else later(look, TITLE_SETTLES_MS);
  };
  if (option("manual") == null) later(look, TITLE_SETTLES_MS);
}

/** Record the page_view, if that was not done yet. */
export function announce(fields) {
  const { first: id, ts, url, referrer } = view;
  if (!id) return;
  view.first = 0;
  const about = doc.querySelector("[data-bh-page-item]");
  const page = { url, title: doc.title, referrer, ...fields?.page };
  for (const name in page) if (name != "item") page[name] = page[name] ? masked("" + page[name]) : undefined;
  record("page_view", { id, ts, ...fields, page: { item: about && attribute(about, "page-item"), ...page } });
}
