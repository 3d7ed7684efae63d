// Joins the parts: starts once, keeps page views apart, and is `window.beheld`.
import { attendAnew, giveAttention, startAttention } from "./attention.js";
import { startClicks } from "./clicks.js";
import { assume, begin, choose } from "./consent.js";
import { giveEvidence } from "./evidence.js";
import { record } from "./events.js";
import { variation } from "./experiments.js";
import { clearImpressions, scan } from "./markup.js";
import { sendNow, sendSoon } from "./outbox.js";
import { leaving, listen, lit, safely } from "./safely.js";
import { asked } from "./tag.js";
import { givePlansUp, planAction, planAgain, startTriggers, tryPlans } from "./triggers.js";
import { announce, openView, view } from "./view.js";
import { startWatching, tabChanged } from "./watching.js";

const calls = new Map([
  ["action", planAction],
  ["consent", choose],
  ["page_view", turnTo],
  ["variation", variation],
]);

const beheld = safely((type, fields, tell) => {
  const call = calls.get(type);
  return call ? call(fields, tell) : record(type, fields);
});

// Hash routers keep the path behind "#/".
const path = () => location.pathname + (/^#!?\//.test(location.hash) ? location.hash : "");
let here;

function enter(referrer, restored) {
  here = path();
  openView(referrer);
  attendAnew();
  clearImpressions(restored);
  planAgain(restored);
}

function sumUp() {
  announce();
  giveEvidence();
  giveAttention();
}

function leave() {
  givePlansUp();
  sumUp();
}

function turn() {
  const referrer = view.url;
  leave();
  enter(referrer);
}

// The page says itself that a view begins, or what the one that just began is about.
function turnTo(fields) {
  if (!view.first) turn();
  announce(fields);
}

const navigated = safely(() => path() == here || turn());

function look() {
  scan();
  tryPlans();
}

function startNavigation() {
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name];
    history[name] = function (...given) {
      const result = change.apply(this, given);
      navigated();
      return result;
    };
  }
  listen(window, "popstate", navigated);
}

function startLeaving() {
  const change = (end) => {
    tabChanged();
    if (lit()) return;
    assume();
    if (end) leave();
    else sumUp();
    sendNow();
  };
  listen(document, "visibilitychange", () => change());
  listen(window, "pagehide", () => change(leaving(true)));
  listen(window, "pageshow", (event) => {
    leaving(false);
    if (!event.persisted) return;
    enter(document.referrer, true);
    look();
  });
}

const start = safely(() => {
  const queue = (window.beheld && window.beheld.q) || [];
  const first = ([type]) => type == "consent";
  window.beheld = beheld;
  beheld.started = true;
  for (const call of queue) if (first(call)) beheld(...call);
  begin();
  enter(document.referrer, true);
  for (const call of queue) if (!first(call)) beheld(...call);
  startAttention();
  startClicks();
  startTriggers();
  startWatching(look);
  startLeaving();
  if (asked("manual") == null) startNavigation();
  look();
  sendSoon();
});

if (!window.beheld || !window.beheld.started) {
  if (document.prerendering) listen(document, "prerenderingchange", start);
  else start();
}
