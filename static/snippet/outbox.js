// Loses nothing: an event is on the shelf before it is sent, and leaves it when the collector has answered for it.
import { consent } from "./consent.js";
import { record } from "./events.js";
import { post } from "./post.js";
import { later, note } from "./safely.js";
import { drop, get, names, put } from "./shelf.js";
import { visitor } from "./visitor.js";

const SOON_MS = 1000;
const MOST_KEPT = 500;
const BATCH_BYTES = 29000;
const LONGEST_WAIT_MS = 300000;

const mine = new Set(); // what this page put on the shelf
const underway = new Set();
let most = MOST_KEPT;
let failures = 0;
let notBefore = 0;
let timer;
let draining;

/** Keep an event until the collector has it. */
export function keep(event) {
  const name = "e" + event.id;
  const text = JSON.stringify(event, plainly);
  note(text);
  put(name, text);
  mine.add(name);
  sendSoon();
}

// Old libraries give arrays a toJSON that makes text of them.
function plainly(name, value) {
  return Array.isArray(this[name]) ? this[name] : value;
}

/** Consent is given: say who did what was held until now, and send it. */
export function release() {
  for (const name of mine) {
    const event = JSON.parse(get(name));
    if (event && !event.visitor_id) put(name, JSON.stringify({ ...event, visitor_id: visitor() }));
  }
  sendSoon();
}

/** Send what is on the shelf, whoever put it there: also an earlier page, or a tab that is closed by now. */
export function sendSoon(ms) {
  if (!timer) timer = later(drain, ms || SOON_MS);
}

/** The page may be gone in a moment: send what it made, and wait for nothing. */
export function sendNow() {
  for (let batch; (batch = next([...mine])).length; ) send(batch, true);
}

async function drain() {
  timer = 0;
  lose(names("e").slice(0, -MOST_KEPT));
  if (draining) return;
  draining = true;
  try {
    // Two tabs that send the same leftovers do no harm, since the collector knows the ids; but one of them will do.
    await navigator.locks.request("beheld", { ifAvailable: true }, (lock) => (lock ? sendAll() : sendSoon()));
  } catch {
    await sendAll();
  }
  draining = false;
}

async function sendAll() {
  for (let batch; (batch = next(names("e"))).length && (await send(batch)); );
}

function next(waiting) {
  const batch = [];
  const wait = notBefore - Date.now();
  if (wait > 0) sendSoon(wait);
  if (wait > 0 || consent != "granted") return batch;
  let bytes = 0;
  for (const name of waiting) {
    const text = !underway.has(name) && get(name);
    if (!text) continue;
    bytes += new Blob([text]).size;
    if (batch.length && (bytes > BATCH_BYTES || batch.length >= most)) break;
    batch.push([name, text]);
  }
  return batch;
}

/** Send a batch and learn from the answer; whether to go on with the next one. */
async function send(batch, leaving) {
  const sent = batch.map(([name]) => name);
  sent.forEach((name) => underway.add(name));
  const [status, wait] = await post(batch.map(([, text]) => text), leaving);
  sent.forEach((name) => underway.delete(name));
  note("answer", status, "for", batch.length);
  if (status >= 200 && status < 300) {
    sent.forEach(drop);
    confess();
    failures = 0;
    most = Math.min(MOST_KEPT, most * 2);
  } else if ((status == 400 || status == 413) && batch.length > 1) {
    most = batch.length >> 1; // too large, or spoilt by one of them: find out by which
  } else if (!status || status == 408 || status == 429 || status >= 500) {
    const backoff = Math.min(LONGEST_WAIT_MS, SOON_MS * 2 ** ++failures) * (0.5 + Math.random());
    notBefore = Date.now() + Math.max(wait, backoff);
    next([]);
    return false;
  } else lose(sent);
  return true;
}

/** Give events up, and remember how many. */
function lose(given) {
  given.forEach(drop);
  if (given.length) put("lost", +get("lost") + given.length + "");
}

/** Tell the collector how many events it will never get. */
function confess() {
  const events = +get("lost");
  drop("lost");
  if (events) record("custom", { name: "beheld_lost", props: { events } });
}
