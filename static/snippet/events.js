// Every event is made here.
import { consent } from "./consent.js";
import { newId } from "./ids.js";
import { keep } from "./outbox.js";
import { touchSession } from "./session.js";
import { view } from "./view.js";
import { visitor } from "./visitor.js";

/** Record that something happened now, in the view of now. Who it was is written down once that is allowed. */
export function record(type, fields) {
  if (consent == "denied") return;
  touchSession();
  keep({
    id: newId(),
    type,
    ts: Date.now(),
    visitor_id: consent == "granted" ? visitor() : undefined,
    view_id: view.id,
    ...fields,
  });
}
