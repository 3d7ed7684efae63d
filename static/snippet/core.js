// What the files that come later know of the core, and all they may import of it: one object, handed to them when they are there.
// They are built apart, so nothing of theirs may hold state that is here too: `consent`, `deepestLine`, `lasting`, `settings` and `view`
// give that of now.
import { deepest } from "./attention.js";
import { lookSoon, observeToo, searchPage } from "./changes.js";
import { consent } from "./consent.js";
import { isFresh, settingsOfNow } from "./consent_start.js";
import { record, recordNews } from "./events.js";
import { landed } from "./extras.js";
import { joined, load } from "./files.js";
import { roots } from "./roots.js";
import { clock, ears, isVisible, later, listen, note, now, safely } from "./safely.js";
import { option } from "./script_tag.js";
import { session, touchSession } from "./session.js";
import { settings } from "./settings.js";
import { get, lasting, put } from "./storage.js";
import { masked } from "./text.js";
import { view } from "./view.js";
import { visitor } from "./visitor.js";

export const core = {
  /** Raise it when a name goes or comes to mean something else: a later file that was made for another one does not join in. */
  made: 5,
  consent: () => consent,
  clock,
  deepestLine: () => deepest,
  ears,
  get,
  isFresh,
  isVisible,
  joined,
  landed,
  lasting: () => lasting,
  later,
  listen,
  load,
  lookSoon,
  masked,
  note,
  now,
  observeToo,
  option,
  put,
  record,
  recordNews,
  roots,
  safely,
  searchPage,
  session,
  settings: () => settings,
  settingsOfNow,
  touchSession,
  view: () => view,
  visitor,
};
