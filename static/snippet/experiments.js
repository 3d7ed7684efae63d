// A visitor's variation of an experiment: at once where the settings are known, else as soon as they have come.
import { assign } from "./assign.js";
import { consent } from "./consent.js";
import { settled } from "./consent_start.js";
import { safely } from "./safely.js";
import { settings } from "./settings.js";
import { visitor } from "./visitor.js";

const told = {}; // weights may change while a page is open; what it was told once stays so

/** The variation, if it can be known by now. `tell` is called with it, or with null where there is none for this visitor. */
export function variation(experiment, tell) {
  const weights = consent != "denied" && settings.experiments?.[experiment];
  const found = (weights && (told[experiment] ||= assign(experiment, visitor(), weights))) || null;
  if (tell) (found ? Promise.resolve() : settled).then(safely(() => tell(variation(experiment))));
  return found;
}
