// One request to the collector. Text needs no question beforehand, whichever origin it goes to.
import { later, note, now } from "./safely.js";
import { at, key } from "./script_tag.js";
import { session } from "./session.js";
import { get, put } from "./storage.js";

const PATIENCE_MS = 20000;
const KEEPALIVE_BYTES = 60000; // of the 64 kB that browsers carry past the end of a page

// Without Temporal it takes a browser 20 to 36 ms to find out: once in a session is enough.
function timeZone() {
  const [began] = session();
  let [known, zone] = (get("zone") || "").split(" ");
  if (known != began) {
    zone = window.Temporal?.Now.timeZoneId() || Intl.DateTimeFormat().resolvedOptions().timeZone;
    put("zone", began + " " + zone);
  }
  return zone;
}

const context = () => ({
  language: navigator.language,
  screen: screen.width + "x" + screen.height,
  viewport: innerWidth + "x" + innerHeight,
  time_zone: timeZone(),
  automated: navigator.webdriver,
});

/** Send events, each a text of JSON: [the status, 0 if no answer came; for how long the collector wants to be left alone; its answer]. */
export async function post(events, leaving) {
  const envelope = JSON.stringify({ key, sent_at: now(), context: context() });
  const body = envelope.slice(0, -1) + `,"events":[${events}]}`;
  // AbortSignal.timeout would do, but Safari has it since version 16 only.
  const patience = new AbortController();
  later(() => patience.abort(), PATIENCE_MS);
  try {
    // Without keepalive a request ends with its page. A beacon goes on, but never reports what came of it.
    if (leaving && !("keepalive" in Request.prototype)) navigator.sendBeacon(at("events"), body);
    else {
      const answer = await fetch(at("events"), {
        method: "POST",
        body,
        credentials: "omit",
        keepalive: new TextEncoder().encode(body).length < KEEPALIVE_BYTES,
        signal: patience.signal,
      });
      const wait = answer.headers.get("retry-after") * 1000 || 0;
      return [answer.status, wait, (await answer.json().catch(() => 0)) || {}];
    }
  } catch (error) {
    note(error);
  }
  return [0, 0, {}];
}
