// A visitor's variation of an experiment: at once where the settings of now are known, else as soon as they have come.
import { core } from "../snippet/core.js";
import { assign } from "./assign.js";
import { chosen } from "./choices.js";
import { deviceOf } from "./device.js";

const { get, isFresh, later, put, record, safely, session, settingsOfNow, touchSession, visitor } = core;

const HOLDOUT = "holdout";
const CONTROL = "control";
const PATIENCE_MS = 3000;

/** Whether what the settings say of experiments may be used now; if not, `freshSettings()` waits until it may. */
export const isReady = () => core.consent() == "denied" || isFresh();

/** Done when it may; or soon, since no page may wait for long. */
export const freshSettings = () => Promise.race([settingsOfNow(), new Promise((done) => later(done, PATIENCE_MS))]);

/**
 * The variation, if it can be known by now. `callback` is called with it, or with null where there is none for this
 * visitor. `asked` is an experiment's id, or {experiment, traits} with what the page knows of its visitor.
 */
export function variation(asked, callback) {
  const { experiment = asked, traits } = Object(asked);
  const known = isReady() || core.view().answers?.has(experiment);
  if (callback) (known ? Promise.resolve() : freshSettings()).then(safely(() => callback(answer(experiment, traits))));
  return known ? answer(experiment, traits) : null;
}

/** Whether this visitor is shown nothing, so as to know what all that is shown is worth. */
export const isHeldOut = () => answer(HOLDOUT) == CONTROL;

// Until consent is known nobody has a lasting id, and a visitor who refused has none at all.
const answer = (experiment, traits) =>
  (core.consent() && core.consent() != "denied" && answerInView(experiment, traits)) || null;

// Settings may change while a page is open: what it was answered holds until its next view.
function answerInView(experiment, traits) {
  const heldOut = experiment != HOLDOUT && isHeldOut();
  const answers = (core.view().answers ||= new Map());
  if (!answers.has(experiment)) answers.set(experiment, safely(decide)(experiment, heldOut, traits));
  const { found, assignment } = answers.get(experiment) || {};
  if (assignment) recordOnce(assignment);
  return found;
}

function decide(experiment, heldOut, traits) {
  const served = core.settings().experiments?.[experiment];
  // Who tests a variation is not held out meanwhile, unless they chose that too.
  const override = chosenFor(experiment) || (experiment == HOLDOUT && served && chosen[0] && "personalized");
  const found = override || (served && (heldOut ? CONTROL : assign(served, visitor(), () => here(traits))));
  const assignment = {
    experiment,
    variation: found,
    allocation: served?.allocation,
    override: !!override || undefined,
  };
  return { found, assignment: found && (override || !heldOut) && assignment };
}

// The variation that a tester chose.
const chosenFor = (experiment) =>
  chosen.find((choice) => choice.startsWith(experiment + ":"))?.slice(experiment.length + 1);

const here = (traits) => ({
  path: location.pathname,
  device: deviceOf(),
  isNew: session()[1],
  traits: { ...JSON.parse(get("traits") || "[]")[1], ...traits },
});

// Once per visitor and session; what a tester chose apart.
function recordOnce(assignment) {
  const { experiment, variation, override } = assignment;
  const name = override ? experiment + ":" + variation : experiment;
  const [whose, ...recorded] = (get("assigned") || "").split("\n");
  const done = whose == session()[0] + visitor() ? recorded : [];
  if (done.includes(name)) return;
  put("assigned", [touchSession() + visitor(), ...done, name].join("\n"));
  record("assign", assignment);
}
