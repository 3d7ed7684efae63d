// One request to the collector. Text needs no question beforehand, whichever origin it goes to.
import { note } from "./safely.js";
import { collector, key } from "./tag.js";

const PATIENCE_MS = 20000;
const KEEPALIVE_BYTES = 60000; // of the 64 kB that browsers carry past the end of a page

/** Send events, each a text of JSON. Gives the status, 0 where no answer came, and how long to wait if the collector said so. */
export async function post(events, leaving) {
  const body = `{"key":${JSON.stringify(key)},"sent_at":${Date.now()},"context":${context()},"events":[${events}]}`;
  const url = collector + "v1/events";
  try {
    // Older Firefox would drop the request with the page. A beacon survives, but never tells what came of it.
    if (leaving && !("keepalive" in Request.prototype)) return [0, 0 * navigator.sendBeacon(url, body)];
    const answer = await fetch(url, {
      method: "POST",
      body,
      credentials: "omit",
      keepalive: new Blob([body]).size < KEEPALIVE_BYTES,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return [answer.status, answer.headers.get("retry-after") * 1000 || 0];
  } catch (error) {
    note(error);
    return [0, 0];
  }
}

const context = () =>
  JSON.stringify({
    language: navigator.language,
    screen: screen.width + "x" + screen.height,
    viewport: innerWidth + "x" + innerHeight,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    automated: !!navigator.webdriver,
  });
