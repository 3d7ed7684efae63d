// Every event is made here.
import { consent, obey } from "./consent.js";
import { newId } from "./ids.js";
import { keep, onLosses } from "./outbox.js";
import { note, now } from "./safely.js";
import { touchSession } from "./session.js";
import { view } from "./view.js";
import { visitor } from "./visitor.js";

/** Record that something happened now, in the view of now. Who it was is written down once that is allowed. */
export function record(type, fields) {
  obey();
  if (consent == "denied") return;
  touchSession();
  const visitor_id = consent == "granted" ? visitor() : undefined;
  note(keep({ id: newId(), type, ts: now(), visitor_id, view_id: view.id, ...fields }));
}

onLosses((events) => record("custom", { name: "beheld_lost", props: { events } }));

/** Record totals, unless they are those recorded last. */
export function recordNews(type, fields, source) {
  const text = JSON.stringify(fields);
  if (text != source.recorded) record(type, fields);
  source.recorded = text;
}
