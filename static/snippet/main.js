// Joins the parts: starts once, keeps page views apart, and is `window.beheld`.
import { attendAnew, startAttention, tellAttention } from "./attention.js";
import { startClicks } from "./clicks.js";
import { assume, begin, choose } from "./consent.js";
import { record } from "./events.js";
import { tellEvidence } from "./evidence.js";
import { variation } from "./experiments.js";
import { clearImpressions, scan } from "./markup.js";
import { sendNow, sendSoon } from "./outbox.js";
import { going, listen, lit, safely } from "./safely.js";
import { asked, doc } from "./tag.js";
import { planAction, planAgain, startTriggers, tryPlans } from "./triggers.js";
import { announce, openView, view } from "./view.js";
import { startWatching, tabChanged } from "./watching.js";

let here;

// Hash routers keep the path behind "#/".
const path = () => location.pathname + (/^#!?\//.test(location.hash) ? location.hash : "");

function enter(referrer, restored) {
  here = path();
  clearImpressions(restored);
  openView(referrer);
  attendAnew();
  planAgain(restored);
}

// Say what is known of the view until now. Once it is `over`, also what did not come about in it.
function sumUp(over) {
  for (const step of [announce, () => over && tryPlans(false, true), tellEvidence, tellAttention]) safely(step)();
}

function turn() {
  sumUp(true);
  enter(view.url);
}

function navigated() {
  if (path() != here) turn();
}

function look() {
  scan();
  tryPlans();
}

// The same page, but a view of its own: it is back from the cache, or measured at last.
function again() {
  enter(doc.referrer, true);
  look();
}

function leave(over) {
  tabChanged();
  if (lit()) return;
  scan();
  assume();
  sumUp(over);
  sendNow();
}

const beheld = safely((type, fields, tell) => {
  if (type == "variation") return variation(fields, tell);
  if (type == "action") planAction(fields);
  else if (type == "consent") choose(fields);
  else if (type == "page_view") {
    // The page says itself that a view begins, or what the one that just began is about.
    if (!view.first) turn();
    announce(fields);
  } else record(type, fields);
});

function startNavigation() {
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name];
    history[name] = function (...given) {
      const result = change.apply(this, given);
      safely(navigated)();
      return result;
    };
  }
  listen(window, "popstate", navigated);
}

const start = safely(() => {
  const queue = window.beheld?.q || [];
  const call = (consents) => {
    for (const given of queue) if ((given[0] == "consent") == consents) beheld(...given);
  };
  window.beheld = beheld;
  beheld.started = true;
  call(true);
  begin(again);
  enter(doc.referrer, true);
  call(false);
  startAttention();
  startClicks();
  startTriggers();
  startWatching(look);
  if (asked("manual") == null) startNavigation();
  listen(doc, "visibilitychange", () => leave());
  listen(window, "pagehide", () => {
    going(true);
    leave(true);
  });
  listen(window, "pageshow", (event) => {
    going(false);
    if (event.persisted) again();
  });
  look();
  sendSoon();
});

if (!window.beheld?.started) doc.prerendering ? listen(doc, "prerenderingchange", start) : start();
