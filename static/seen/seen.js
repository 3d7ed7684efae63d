// Measures what is seen of actions, and knows what clicks mean: loaded when a page holds any, see ../snippet/files.js.
import { core } from "../snippet/core.js";
import { join } from "../snippet/joining.js";
import { confirm, hear } from "./clicks.js";
import { explain, recordEvidence } from "./evidence.js";
import { newGhost } from "./ghost.js";
import { tabChanged } from "./impressions.js";
import { clearImpressions, execute, scan } from "./markup.js";
import { lookAfter, lookNow, startWatching } from "./watching.js";

const whenLeft = { lookNow: core.safely(lookNow), recordEvidence, tabChanged };

if (join({ clearImpressions, confirm, execute, explain, hear, lookAfter, newGhost, scan, ...whenLeft }))
  startWatching();
