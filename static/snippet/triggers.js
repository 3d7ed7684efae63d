// beheld("action", …): waits for its place in the page and for its moment, places it, or knows why it could not.
import { consent } from "./consent.js";
import { record } from "./events.js";
import { newGhost } from "./ghost.js";
import { execute } from "./markup.js";
import { later, listen, lit } from "./safely.js";
import { touchSession } from "./session.js";
import { get, put } from "./shelf.js";
import { cut } from "./text.js";
import { view } from "./view.js";

const DAY_MS = 86400000;
const PLACINGS_REMEMBERED = 99;
const FLICK_MS = 200;

const plans = new Map(); // what the page asked for, by action

const stands = (plan) => plan && plan.element && plan.element.isConnected;

/** Place an action now, or when its trigger fires. To ask again for what stands already changes nothing. */
export function planAction(plan) {
  if (!stands(plans.get(plan.action))) begin({ trigger: {}, ...plan });
}

/** A view begins: plans that name their pages are for every view. If the page was `restored` as it was, so are all others. */
export function planAgain(restored) {
  for (const plan of plans.values())
    if (restored || plan.trigger.pages) stands(plan) || begin(plan);
    else plans.delete(plan.action);
}

/** A view ends: say of each plan that still waits what it waited for. */
export function givePlansUp() {
  for (const plan of plans.values()) if (plan.waiting) skip(plan, ...(obstacle(plan) || ["selector_missing", { selector: plan.selector }]));
}

/** Something changed: perhaps a plan can be carried out now. `leaving`: the visitor is about to go. */
export function tryPlans(leaving) {
  for (const plan of plans.values()) if (plan.waiting && !obstacle(plan, leaving)) place(plan);
}

/** Start to notice that somebody is about to leave: by the mouse at the upper edge, or by a flick back up on a touch screen. */
export function startTriggers() {
  let from = 0;
  let since = 0;
  listen(document, "mouseout", (event) => event.relatedTarget || event.clientY > 0 || tryPlans(true));
  listen(document, "scroll", ({ timeStamp }) => {
    if (touches() && from - scrollY > innerHeight / 2) tryPlans(true);
    if (timeStamp - since > FLICK_MS) [from, since] = [scrollY, timeStamp];
  });
}

function begin(plan) {
  plans.set(plan.action, plan);
  plan.began = performance.now();
  const excluded = exclusion(plan);
  if (excluded) return skip(plan, ...excluded);
  plan.waiting = true;
  later(tryPlans, (plan.trigger.delay_ms || 0) + 1);
}

function skip(plan, reason, detail) {
  plan.waiting = false;
  record("skip", { action: plan.action, variation: plan.variation, reason, detail });
}

async function place(plan) {
  const { action, variation, selector } = plan;
  plan.waiting = false;
  try {
    let element = selector && document.querySelector(selector);
    if (variation == "control") {
      if (!element) return haunt(plan);
      element = newGhost(element, plan.height || 0);
    } else if (plan.place) element = (await plan.place(element)) || element;
    for (const name of ["action", "variation", "kind", "campaign"])
      if (plan[name]) element.setAttribute("data-bh-" + name, plan[name]);
    plan.element = element;
    put("cap." + action, JSON.stringify([...placings(action), Date.now()].slice(-PLACINGS_REMEMBERED)));
    execute(element);
  } catch (error) {
    skip(plan, "error", { message: cut(String(error), 200) });
  }
}

// A popup of the control group has no place: it would have been seen at the moment of its trigger.
function haunt({ action, variation, kind, campaign }) {
  record("execute", { action, variation, kind, campaign });
  if (lit()) record("deliver", { action, variation });
}

function obstacle({ selector, began, trigger: { consent: needsConsent, delay_ms, exit_intent } }, leaving) {
  const elapsed_ms = Math.round(performance.now() - began);
  if (needsConsent && consent != "granted") return ["no_consent"];
  if (selector && !document.querySelector(selector)) return ["selector_missing", { selector }];
  if (elapsed_ms < delay_ms) return ["delay_not_elapsed", { delay_ms, elapsed_ms }];
  if (exit_intent && !leaving) return ["exit_intent_not_fired"];
}

function exclusion(plan) {
  const { pages, device, cap } = plan.trigger;
  const path = location.pathname;
  const isOn = (pattern) => new RegExp("^" + pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*") + "$").test(path);
  if (pages && ![].concat(pages).some(isOn)) return ["page_excluded", { path }];
  if (device && ![].concat(device).includes(thisDevice())) return ["device_excluded", { device: thisDevice() }];
  const most = cap && capped(plan.action, cap);
  if (most) return ["frequency_capped", { cap: most }];
}

const touches = () => matchMedia("(pointer:coarse)").matches;
const thisDevice = () => (touches() ? (Math.min(screen.width, screen.height) < 600 ? "mobile" : "tablet") : "desktop");

const placings = (action) => JSON.parse(get("cap." + action) || "[]");

// The limit that is reached, if one is: so many times per view, per session, in so many days.
function capped(action, { view: perView, session, days, times }) {
  const since = (start) => placings(action).filter((ts) => ts >= start).length;
  if (since(view.ts) >= perView) return perView;
  if (since(touchSession()) >= session) return session;
  if (days && since(Date.now() - days * DAY_MS) >= (times || 1)) return times || 1;
}
