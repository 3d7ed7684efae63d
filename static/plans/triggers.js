// beheld("action", …): waits for its place in the page and for its moment, places it, or knows why it could not.
import { core } from "../snippet/core.js";
import { cut } from "../snippet/cut.js";
import { deviceOf, touches } from "./device.js";
import { freshSettings, isHeldOut, isReady } from "./experiments.js";
import { onPage } from "./targeting.js";

const { clock, get, isVisible, later, listen, load, now, put, record, touchSession } = core;

const DAY_MS = 86400000;
const FLICK_MS = 200;
const MAX_MEMORY = 999; // characters: some seventy placings

const plans = new Map(); // what the page is to show, by action

const stands = (plan) => plan?.element?.isConnected;

/** Place an action now, or when its trigger fires. To ask again for what stands already changes nothing. */
export const planAction = (plan) => stands(plans.get(plan.action)) || begin({ trigger: {}, ...plan });

/** A view begins: plans that name their pages are for every view. If the page was `restored` as it was, so are all others. */
export function planAgain(restored) {
  for (const plan of plans.values())
    if (restored || plan.trigger.pages) stands(plan) || begin(plan);
    else plans.delete(plan.action);
}

/** Something changed: perhaps a plan can be carried out. `leaving`: the visitor is about to go. `over`: the view has ended. */
export function tryPlans(leaving, over) {
  for (const plan of plans.values())
    if (plan.waiting)
      try {
        const missing = obstacle(plan, leaving);
        if (over) skip(plan, ...(missing || ["selector_missing"]));
        else if (!missing) place(plan);
      } catch (error) {
        fail(plan, error);
      }
}

/** Start to notice that the visitor is about to leave: by the mouse at the upper edge, or by a flick back up on a touch screen. */
export function startTriggers() {
  let from = 0;
  let since = 0;
  listen(document, "mouseout", (event) => event.relatedTarget || event.clientY > 0 || tryPlans(true));
  listen(document, "scroll", () => {
    if (from - scrollY > innerHeight / 2 && touches()) tryPlans(true);
    if (clock() - since > FLICK_MS) [from, since] = [scrollY, clock()];
  });
}

function begin(plan) {
  const excluded = exclusion(plan);
  plans.set(plan.action, plan);
  plan.began = clock();
  plan.waiting = true;
  if (excluded) return skip(plan, ...excluded);
  plan.ready = isReady();
  if (!plan.ready)
    freshSettings().then(() => {
      plan.ready = true;
      tryPlans();
    });
  tryPlans();
  later(tryPlans, plan.trigger.delay_ms + 1);
}

function skip(plan, reason, detail) {
  const { action, variation } = plan;
  plan.waiting = false;
  record("skip", { action, variation, reason, detail });
}

const fail = (plan, error) => skip(plan, "error", { message: cut(String(error), 200) });

async function place(plan) {
  const { action, kind, campaign, selector, height } = plan;
  plan.waiting = false;
  try {
    const variation = isHeldOut() ? "control" : plan.variation;
    const said = { action, variation, kind, campaign };
    let element = selector && document.querySelector(selector);
    if (variation == "control") {
      if (!element) return recordControlPopup(said);
      element = (await load("seen")).newGhost(element, height);
    } else element = (await plan.place?.(element)) || element;
    for (const name in said) if (said[name]) element.setAttribute("data-bh-" + name, said[name]);
    plan.element = element;
    put("cap." + action, (placings(action) + " " + now()).slice(-MAX_MEMORY));
    (await load("seen")).execute(element);
  } catch (error) {
    fail(plan, error);
  }
}

// A popup of the control group has no place: it would have been seen at the moment of its trigger.
function recordControlPopup(which) {
  record("execute", which);
  if (isVisible()) record("deliver", which);
}

function obstacle({ selector, began, ready, trigger }, leaving) {
  const { delay_ms, exit_intent } = trigger;
  const elapsed_ms = Math.round(clock() - began);
  if (trigger.consent && core.consent() != "granted") return ["no_consent"];
  if (selector && !document.querySelector(selector)) return ["selector_missing", { selector }];
  if (elapsed_ms < delay_ms) return ["delay_not_elapsed", { delay_ms, elapsed_ms }];
  if (exit_intent && !leaving) return ["exit_intent_not_fired"];
  // Whoever is held out must be shown nothing, and who that is the settings say.
  if (!ready) return ["delay_not_elapsed", { elapsed_ms }];
}

function exclusion({ action, trigger: { pages, device, cap } }) {
  const path = location.pathname;
  const here = deviceOf();
  const most = cap && capped(action, cap);
  if (pages && !onPage(pages, path)) return ["page_excluded", { path }];
  if (device && ![].concat(device).includes(here)) return ["device_excluded", { device: here }];
  if (most) return ["frequency_capped", { cap: most }];
}

const placings = (action) => get("cap." + action) || "";

// The limit that is reached, if one is: so many times per view, per session, in so many days.
function capped(action, { view: perView, session, days, times = 1 }) {
  const since = (start) =>
    placings(action)
      .split(" ")
      .filter((ts) => ts >= start).length;
  if (since(core.view().ts) >= perView) return perView;
  if (since(touchSession()) >= session) return session;
  if (days && since(now() - days * DAY_MS) >= times) return times;
}
