// How long the visitor attended to this view, and how deep they went.
import { record } from "./events.js";
import { listen, lit } from "./safely.js";

let engaged;
let looked;
let attentive;
let told;

/** The deepest line of the page that was in a visible tab in this view, in pixels from the top of the page. */
export let deepest;

/** How high the page is, in pixels. */
export const pageHeight = () => document.documentElement.scrollHeight;

function attend() {
  const now = performance.now();
  if (attentive) engaged += now - looked;
  looked = now;
  attentive = lit() && document.hasFocus();
  if (lit()) deepest = Math.max(deepest, Math.round(scrollY + innerHeight));
}

/** A view begins. */
export function attendAnew() {
  engaged = deepest = attentive = told = 0;
  attend();
}

/** Record the totals of the view so far; the same twice is not said again. */
export function giveAttention() {
  attend();
  const totals = { engaged_ms: Math.round(engaged), scroll: Math.min(1, +(deepest / pageHeight()).toFixed(4)) };
  const text = JSON.stringify(totals);
  if (text != told) record("page_leave", totals);
  told = text;
}

/** Start to notice attention. */
export const startAttention = () => listen(window, "focus blur scroll resize visibilitychange", attend);
