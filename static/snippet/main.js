// Joins the parts: starts once, keeps page views apart, and is `window.beheld`.
import { attendAnew, startAttention, recordAttention } from "./attention.js";
import { startChanges } from "./changes.js";
import { choose } from "./consent.js";
import { assume, begin, renew } from "./consent_start.js";
import { core } from "./core.js";
import { record } from "./events.js";
import { debug, loadExtras } from "./extras.js";
import { ask, carryOn, joined, startFiles } from "./files.js";
import { startHearing } from "./hearing.js";
import { lookForMarked, recordUnmeasured } from "./marked.js";
import { release, sendNow, sendSoon } from "./outbox.js";
import { announce, announceSoon } from "./page_view.js";
import { clock, going, later, listen, isVisible, safely } from "./safely.js";
import { option, doc } from "./script_tag.js";
import { learn } from "./traits.js";
import { embedded, openView, view } from "./view.js";

const STARTING_MS = 5000;
const MENDING_MS = 500;
const FRAME_WAIT_MS = 100;
const TOO_SOON = "delay_not_elapsed";

let here;
let patience = 50; // waits of a page in a frame

// Hash routers keep the path behind "#/".
const path = () => location.pathname + (/^#!?\//.test(location.hash) ? location.hash : "");

function enter(referrer, restored) {
  here = path();
  joined.clearImpressions?.(restored);
  openView(referrer);
  renew();
  announceSoon(restored ? "" : doc.title);
  attendAnew();
  joined.planAgain?.(restored);
}

// Record what is known of the view until now. Once it is `over`, also what did not come about in it.
function sumUp(over) {
  const plans = () => over && (joined.tryPlans?.(false, true), carryOn(TOO_SOON));
  for (const step of [announce, plans, recordUnmeasured, () => joined.recordEvidence?.(), recordAttention])
    safely(step)();
}

function nextView() {
  joined.lookNow?.();
  safely(recordUnmeasured)(true);
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
  lookForMarked();
  joined.scan?.();
  joined.tryPlans?.();
}

// The same page, but a view of its own: it is back from the cache, or measured at last.
function again() {
  enter(doc.referrer, true);
  look();
}

// What was held until now may go, and plans may wait for that. A visitor who had refused is measured from now on.
function granted(refused) {
  release();
  if (refused) again();
  else joined.tryPlans?.();
}

function leave(over) {
  joined.tabChanged?.();
  if (isVisible()) return renew("no-cache");
  joined.scan?.();
  assume();
  sumUp(over);
  sendNow();
}

// A plan waits for the file that carries it out; where its view is over before, or none comes, it says so.
function plan(type, fields) {
  const { action, variation, trigger } = fields;
  ask("plans", type, [fields], (reason) => {
    record("skip", { action, variation, reason });
    if (reason == TOO_SOON && trigger?.pages) plan(type, fields);
  });
}

const variation = (experiment, callback) =>
  ask("plans", "variation", [experiment, callback], (reason) => {
    if (reason == TOO_SOON) variation(experiment, callback);
    else callback?.(null);
  }) || null;

const beheld = safely((type, fields, callback) => {
  if (type == "variation") return variation(fields, callback);
  if (type == "action" || (type == "survey" && fields.score == null)) plan(type, fields);
  else if (type == "consent") choose(fields);
  else if (type == "confirm") ask("seen", type, [fields]);
  else if (type == "debug") debug();
  else if (type == "page_view") {
    // The page itself reports that a view begins, or what the one that just began is about; two of its tags may do so in a row.
    const text = safely(JSON.stringify)(fields);
    if (!view.first && (text != view.said || clock() - view.began > MENDING_MS)) nextView();
    view.said = text;
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
  startFiles(core, safely(look));
  loadExtras();
  call(true);
  begin(granted);
  enter(doc.referrer, true);
  call(false);
  startAttention();
  startHearing();
  startChanges(look);
  if (option("manual") == null) startNavigation();
  listen(doc, "visibilitychange", () => leave());
  listen(window, "pagehide", () => {
    joined.lookNow?.();
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

// A page in a frame of another waits for that one's view. It has one of its own, if the other never starts.
const startInView = () =>
  embedded && !parent.beheld?.viewId && patience-- ? later(startInView, FRAME_WAIT_MS) : start();

if (!window.beheld?.started) doc.prerendering ? listen(doc, "prerenderingchange", start) : startInView();
