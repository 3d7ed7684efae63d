// Joins the parts: starts once, keeps page views apart, and is `window.beheld`.
import { attendAnew, startAttention, recordAttention } from "./attention.js";
import { confirm, startClicks } from "./clicks.js";
import { choose } from "./consent.js";
import { assume, begin, renew } from "./consent_start.js";
import { startDismissals } from "./dismissals.js";
import { record } from "./events.js";
import { recordEvidence } from "./evidence.js";
import { variation } from "./experiments.js";
import { debug, loadExtras } from "./extras.js";
import { tabChanged } from "./impressions.js";
import { clearImpressions, scan } from "./markup.js";
import { release, sendNow, sendSoon } from "./outbox.js";
import { announce, announceSoon } from "./page_view.js";
import { clock, going, listen, isVisible, safely } from "./safely.js";
import { option, doc } from "./script_tag.js";
import { planSurvey } from "./survey.js";
import { learn } from "./traits.js";
import { planAction, planAgain, startTriggers, tryPlans } from "./triggers.js";
import { openView, view } from "./view.js";
import { lookNow, startWatching } from "./watching.js";

const STARTING_MS = 5000;
const MENDING_MS = 500;

let here;

// Hash routers keep the path behind "#/".
const path = () => location.pathname + (/^#!?\//.test(location.hash) ? location.hash : "");

function enter(referrer, restored) {
  here = path();
  clearImpressions(restored);
  openView(referrer);
  renew();
  announceSoon(restored ? "" : doc.title);
  attendAnew();
  planAgain(restored);
}

// Record what is known of the view until now. Once it is `over`, also what did not come about in it.
function sumUp(over) {
  for (const step of [announce, () => over && tryPlans(false, true), recordEvidence, recordAttention]) safely(step)();
}

function nextView() {
  safely(lookNow)();
  sumUp(true);
  enter(view.url);
}

// An app that puts its address right at the start, before anybody did anything, still shows the same page.
const isCorrection = (replaced) =>
  replaced && clock() - view.began < (navigator.userActivation?.hasBeenActive ? MENDING_MS : STARTING_MS);

function navigated(replaced) {
  if (path() == here) return;
  if (!isCorrection(replaced)) return nextView();
  here = path();
  view.url = location.href;
}

function look() {
  // A router that kept the browser's own pushState tells nobody.
  if (option("manual") == null) navigated();
  scan();
  tryPlans();
}

// The same page, but a view of its own: it is back from the cache, or measured at last.
function again() {
  enter(doc.referrer, true);
  look();
}

// What was held until now may go. Who had refused is measured from now on.
function granted(refused) {
  release();
  if (refused) again();
}

function leave(over) {
  tabChanged();
  if (isVisible()) return renew("no-cache");
  scan();
  assume();
  sumUp(over);
  sendNow();
}

const beheld = safely((type, fields, callback) => {
  if (type == "variation") return variation(fields, callback);
  if (type == "action") planAction(fields);
  else if (type == "survey" && fields.score == null) planSurvey(fields);
  else if (type == "consent") choose(fields);
  else if (type == "confirm") confirm(fields);
  else if (type == "debug") debug();
  else if (type == "page_view") {
    // The page itself reports that a view begins, or what the one that just began is about.
    if (!view.first) nextView();
    announce(fields);
  } else {
    record(type, fields);
    if (type == "identify") learn(fields);
  }
});

function startNavigation() {
  if (window.navigation)
    return listen(navigation, "currententrychange", ({ navigationType }) => navigated(navigationType == "replace"));
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name];
    history[name] = function (...given) {
      const result = change.apply(this, given);
      safely(navigated)(name == "replaceState");
      return result;
    };
  }
  listen(window, "popstate", () => navigated());
}

const start = safely(() => {
  const queue = window.beheld?.q || [];
  const call = (consents) => {
    for (const given of queue) if ((given[0] == "consent") == consents) beheld(...given);
  };
  window.beheld = beheld;
  beheld.started = true;
  loadExtras();
  call(true);
  begin(granted);
  enter(doc.referrer, true);
  call(false);
  startAttention();
  startClicks();
  startDismissals();
  startTriggers();
  startWatching(look);
  if (option("manual") == null) startNavigation();
  listen(doc, "visibilitychange", () => leave());
  listen(window, "pagehide", () => {
    safely(lookNow)();
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
