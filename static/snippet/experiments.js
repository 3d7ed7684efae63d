// A visitor's variation of an experiment: at once where the settings are known, else as soon as they have come.
import { assign } from "./assign.js";
import { consent } from "./consent.js";
import { settled } from "./consent_start.js";
import { safely } from "./safely.js";
import { settings } from "./settings.js";
import { visitor } from "./visitor.js";

const assigned = {}; // weights may change while a page is open; its variation stays the same

/** The variation, if it can be known by now. `callback` is called with it, or with null where there is none for this visitor. */
export function variation(experiment, callback) {
  const weights = consent != "denied" && settings.experiments?.[experiment];
  const found = (weights && (assigned[experiment] ||= assign(experiment, visitor(), weights))) || null;
  if (callback) (found ? Promise.resolve() : settled).then(safely(() => callback(variation(experiment))));
  return found;
}
