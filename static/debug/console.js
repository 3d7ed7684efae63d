// Says in the console what the collector could not take as it was sent: the answer knows events by their place in the request only.
import { events } from "./log.js";

/** Warn of what was wrong, if these words are an answer. */
export function warnOfAnswer([, second, sent, answer]) {
  if (second != "for") return;
  for (const kind of ["rejected", "warnings"])
    for (const { index, errors, fields } of answer[kind] || []) {
      const event = events.find(({ id }) => sent[index] == "e" + id);
      console.warn("beheld:", kind, event?.type || "batch", JSON.stringify(errors || fields));
    }
}
