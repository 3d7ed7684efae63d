// Loses nothing: an event is stored before it is sent, and deleted when the collector has answered for it.
import { consent, obey } from "./consent.js";
import { post } from "./post.js";
import { later, note, now, warn } from "./safely.js";
import { drop, get, lasting, names, put } from "./storage.js";
import { visitor } from "./visitor.js";

const SOON_MS = 1000;
const MAX_KEPT = 500;
const BATCH_BYTES = 29000;
const MAX_WAIT_MS = 300000;
const REFUSALS = 8; // of the lock, a second apart, before it is passed over

const underway = new Map(); // true while a request with the event is, false once one was
let most = MAX_KEPT;
let failures = 0;
let notBefore = 0;
let unheard; // whether the last request that failed got no answer at all
let timer;
let refused = 0;
let warned;
let heardLosses;

/** Keep an event until the collector has it. */
export function keep(event) {
  // Old libraries give arrays a toJSON that makes text of them, and JSON has no BigInt.
  let text;
  const write = () =>
    (text = JSON.stringify(event, function (name, value) {
      return Array.isArray(this[name]) ? this[name] : typeof value == "bigint" ? "" + value : value;
    }));
  try {
    write();
  } catch {
    event.props = 0; // may hold anything, themselves too: no order is lost for that, and the collector warns of it
    write();
  }
  put("e" + event.id, text);
  sendSoon();
  return text;
}

/** Consent is given: put the visitor's id into what was held until now. */
export function release() {
  for (const name of names("e")) keep({ visitor_id: visitor(), ...JSON.parse(get(name)) });
}

/** Call `work` with the number of events that the collector will never get, each time it answers again after some were lost. */
export const onLosses = (work) => (heardLosses = work);

/** Send what is stored, whoever stored it: also an earlier page, or a tab that is closed by now. */
export function sendSoon(ms) {
  timer ||= later(drain, ms || SOON_MS);
}

/** The page may be gone in a moment: send what it made, and wait for nothing. */
export function sendNow() {
  for (let batch; (batch = next(names("e"), true))[0];) {
    // Nobody may be here any more when the answer comes. So it is noted which events went together, under the name of one that
    // never went before: the collector stores all or nothing of a request, and the next page asks with that one.
    const sent = batch.map(([name]) => name);
    const last = sent[sent.length - 1];
    if (sent[1] && !underway.has(last)) put("b" + last, sent.join(" "));
    send(batch, true);
  }
}

async function drain() {
  timer = 0;
  lose(names("e", true).slice(0, -MAX_KEPT));
  try {
    // Two tabs that send the same leftovers do no harm, since the collector knows the ids; but one of them will do.
    await navigator.locks.request("beheld", { ifAvailable: true }, async (lock) => {
      if (!lock && ++refused % REFUSALS) return sendSoon();
      // A tab that hangs may hold it forever, and so may a page that Safari before 26 keeps for going back: go on without it.
      if (!lock) throw 0;
      refused = 0;
      for (const name of names("b", true)) await settle(name);
      await sendAll();
    });
  } catch {
    names("b", true).map(drop);
    await sendAll();
  }
}

/** An earlier page sent events at its end, and never heard the answer. */
async function settle(name) {
  const probe = name.slice(1);
  const batch = next([probe]);
  const sent = get(name).split(" ");
  // This can be checked once only: from then on the collector may know that event from here. It was answered for, if it is gone.
  if (batch[0] || !get(probe)) drop(name);
  if (batch[0] && (await send(batch))?.duplicates) sent.map(drop);
}

async function sendAll() {
  for (let batch; (batch = next(names("e", true)))[0] && (await send(batch)););
}

/** The next batch; none while sending is not allowed. */
function next(waiting, leaving) {
  const batch = [];
  const wait = notBefore - now();
  obey();
  // Whoever leaves has this chance only: browsers end a request under way a moment before the page hears that it is left.
  if (wait > 0 && !(leaving && (unheard || !lasting))) sendSoon(wait);
  else if (consent == "granted") {
    let bytes = 0;
    for (const name of waiting) {
      const text = underway.get(name) ? 0 : get(name);
      bytes += new TextEncoder().encode(text).length;
      if (batch[0] && (bytes > BATCH_BYTES || batch.length >= most)) break;
      if (text) batch.push([name, text]);
    }
  }
  return batch;
}

/** Send a batch, and learn from the answer whether to go on with the next one. */
async function send(batch, leaving) {
  const sent = batch.map(([name]) => name);
  sent.map((name) => underway.set(name, true));
  const [status, wait, answer] = await post(
    batch.map(([, text]) => text),
    leaving,
  );
  sent.map((name) => underway.set(name, false));
  note(status, "for", sent, answer);
  if (/^0|408|429|5../.test(status)) {
    unheard = !status;
    const backoff = Math.min(MAX_WAIT_MS, SOON_MS * 2 ** ++failures) * (0.5 + Math.random());
    notBefore = now() + Math.max(wait, backoff);
    return sendSoon();
  }
  failures = 0;
  if (status < 300) {
    sent.map(drop);
    handOutLosses();
    most = MAX_KEPT;
  } else if (/400|413/.test(status) && sent[1])
    most = sent.length >> 1; // too large, or spoilt by one: by which?
  else {
    // Nothing will ever come of that: whoever looks must be able to find out.
    warned ||= !warn(status, answer.error?.message);
    lose(sent);
  }
  return answer;
}

// Give events up, and remember how many.
function lose(given) {
  given.map(drop);
  if (given[0]) put("lost", +(get("lost") || 0) + given.length);
}

function handOutLosses() {
  const events = +get("lost");
  drop("lost");
  if (events) heardLosses(events);
}
