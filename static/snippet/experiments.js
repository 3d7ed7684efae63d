// A visitor's variation of an experiment: at once where the settings are known, else as soon as they have come.
import { assign } from "./assign.js";
import { consent, settled } from "./consent.js";
import { safely } from "./safely.js";
import { settings } from "./settings.js";
import { visitor } from "./visitor.js";

// Weights may change while a page is open; what it was told once stays so.
const told = new Map();

function find(experiment) {
  const weights = consent != "denied" && settings.experiments && settings.experiments[experiment];
  if (weights && !told.has(experiment)) told.set(experiment, assign(experiment, visitor(), weights));
  return weights ? told.get(experiment) : undefined;
}

/** The variation, if it can be known by now. `tell` is called with it, or with undefined where there is no such experiment. */
export function variation(experiment, tell) {
  const found = find(experiment);
  if (tell) (found ? Promise.resolve() : settled).then(safely(() => tell(find(experiment))));
  return found;
}
