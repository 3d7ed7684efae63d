// What was recorded on this page and what became of it, out of what the snippet notes: events in words of JSON, the collector's
// answers to them, changes of consent.

const MAX_EVENTS = 100;

/** The events, the newest first: {id, type, about, became, isBad}. */
export const events = [];

/** What was not placed, and why: the latest `skip` of each action. */
export const skips = new Map();

/** The variations that this visitor got on this page. */
export const variations = new Map();

/** Whose they are, in which view and mode, and the last answer. */
export const state = { consent: "not known yet", answer: "none yet" };

/** Take note of what the snippet has noted. */
export function take([first, second, ...rest]) {
  if (first == "consent") state.consent = second;
  else if (second == "for" && Array.isArray(rest[0])) answered(first, rest[0], rest[1] || {});
  else if (/^{"id"/.test(first)) recorded(JSON.parse(first));
}

function recorded({
  id,
  type,
  visitor_id,
  view_id,
  action,
  item,
  experiment,
  variation,
  order_id,
  goal,
  name,
  ...more
}) {
  const about = [action, experiment, variation, item, order_id, goal, name, more.reason].filter(Boolean).join(" · ");
  state.visitor = visitor_id || state.visitor;
  if (view_id != state.view) skips.clear();
  state.view = view_id;
  if (type == "skip") skips.set(action, more);
  if (type == "assign") variations.set(experiment, variation);
  if (events.some((event) => event.id == id)) return; // held until there was consent, and now with its visitor
  events.unshift({ id, type, about, became: "waits to be sent" });
  events.length = Math.min(events.length, MAX_EVENTS);
}

function answered(status, names, { accepted, duplicates, rejected, warnings, error }) {
  const sent = names.map((name) => events.find(({ id }) => name == "e" + id));
  const each = (work) => sent.forEach((event) => event && work(event));
  const some = (list, work) =>
    (Array.isArray(list) ? list : []).forEach((one) => sent[one.index] && work(sent[one.index], one));
  state.answer = [status || "none", error?.message].filter(Boolean).join(": ");
  if (status < 300 && status) {
    state.answer += `, ${accepted} stored, ${duplicates} known before`;
    each((event) => become(event, "stored"));
    some(warnings, (event, { fields }) => become(event, "stored, but " + inWords(fields), true));
    some(rejected, (event, { errors }) => become(event, "rejected: " + inWords(errors), true));
  } else if (!status || status == 408 || status == 429 || status > 499)
    each((event) => become(event, "is sent again: " + (status || "no answer")));
  else if (error && (status < 413 || status > 413) && status != 400)
    each((event) => become(event, "lost: " + error.message, true));
  else each((event) => become(event, "not taken: " + status, true));
}

const become = (event, became, isBad) => Object.assign(event, { became, isBad });

const inWords = (fields) =>
  Object.entries(fields || {})
    .map(([field, errors]) => field + " " + [].concat(errors).join(", "))
    .join("; ");
