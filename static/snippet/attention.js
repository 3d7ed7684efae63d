// How long the visitor attended to this view, and how deep they went.
import { recordNews } from "./events.js";
import { pageHeight } from "./page_height.js";
import { clock, listen, isVisible } from "./safely.js";
import { doc } from "./script_tag.js";
import { embedded, view } from "./view.js";

let engaged;
let looked;
let attentive;

/** The deepest line of the page that was in a visible tab in this view, in pixels from the top of the page. */
export let deepest;

function dive() {
  if (isVisible()) deepest = Math.max(deepest, Math.round(scrollY + innerHeight));
}

function attend() {
  if (attentive) engaged += clock() - looked;
  looked = clock();
  attentive = isVisible() && doc.hasFocus();
  dive();
}

/** A view begins. */
export function attendAnew() {
  engaged = deepest = attentive = 0;
  attend();
}

/** Record the totals of the view so far. */
export function recordAttention() {
  if (embedded) return;
  attend();
  const scroll = +Math.min(1, deepest / pageHeight()).toFixed(4);
  recordNews("page_leave", { engaged_ms: Math.round(engaged), scroll }, view);
}

/** Start to notice attention. */
export function startAttention() {
  listen(window, "focus blur visibilitychange", attend);
  listen(window, "scroll resize", dive);
}
