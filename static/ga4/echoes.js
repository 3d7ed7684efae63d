// The same thing may be told twice: a click is heard by the snippet and pushed by the shop, and a shop that has both gtag and a tag
// manager pushes all to one layer. It counts once.

const PATIENCE_MS = 5000; // for a shop that pushes once its cart has answered
const REPEATED_MS = 1000;
const MAX_TOLD = 500;
const CLICKS = ["click", "quick_add", "cart_add", "wishlist_add"];

let heard = []; // what the snippet recorded by itself of late: clicks and the like
const told = new Map(); // what was recorded here, and until when that is not recorded again
let telling; // what is recorded here just now

/**
 * Record something that was pushed: not what was recorded a moment ago, nor an order twice, nor what the snippet has heard by itself,
 * as one of `types`.
 */
export function tell(record, type, fields, types, like = fields) {
  const text = JSON.stringify({ ...fields, type, ts: 0 });
  if (told.size > MAX_TOLD) told.clear();
  if (told.get(text) > performance.now() || (wasHeard(types, like) && remember(text))) return;
  telling = text;
  try {
    record(type, fields);
  } finally {
    telling = 0;
  }
}

const remember = (text, order) => told.set(text, performance.now() + (order ? Infinity : REPEATED_MS));

/** Hear of what the snippet notes, its events in words of JSON; returns the type of one. What it may not record is not told. */
export function hear(text) {
  if (!/^{"id"/.test(text)) return;
  const event = JSON.parse(text);
  if (telling) remember(telling, event.order_id);
  else if (CLICKS.includes(event.type)) heard.push({ ...event, at: performance.now() });
  return event.type;
}

// Each is asked for once. A click on what is marked as no item was heard without one.
function wasHeard(types, { action, item }) {
  heard = heard.filter(({ at }) => performance.now() - at < PATIENCE_MS);
  const found = heard.findIndex(
    (event) =>
      types?.includes(event.type) && (!action || event.action == action) && (!item || (event.item ?? item) == item),
  );
  if (found >= 0) heard.splice(found, 1);
  return found >= 0;
}
