// What a shop pushes for Google Analytics 4 is recorded for Beheld too.
import { hear, tell } from "./echoes.js";
import { readLayer } from "./layer.js";
import { choose, isMarked, isPlaced, isWanted, mark, place } from "./markup.js";
import { itemOf, offerOf, purchase, refund } from "./orders.js";
import { eventIn } from "./pushes.js";
import { id, part, rows } from "./reading.js";

const SETTLES_MS = 2000; // what is pushed may be drawn later
const ECHO_MS = 300; // and a push may be earlier than the click that it is about
const MAX_ITEMS = 200;
const LIST = "item_list";
const PROMOTION = "promotion";

/** Read the layer of that name, "dataLayer" if it is empty. `ears`, `record` and `note` are the snippet's. */
export default function start(ears, layer, record, note) {
  const waiting = new Set();
  const say = (...what) => tell(record, ...what);

  // Later, or as the view is left; as of now.
  const soon = (ms, work) => {
    const when = { ts: Date.now(), view_id: window.beheld.viewId };
    const once = () => waiting.delete(once) && work(when);
    waiting.add(once);
    setTimeout(safely(once), ms);
  };

  const leave = () => {
    for (const once of waiting) once();
  };

  const viewed = (of, kind) => (params) => {
    const lists = new Set();
    for (const { action, item } of parts(params, of)) if (action) lists.add(place(action, kind, item));
    mark();
    for (const list of lists) soon(SETTLES_MS, (when) => settle(list, when));
  };

  // What has no element is executed, and nobody can know whether it was seen. Nor can that be known of items without one.
  const settle = (list, when) => {
    const { action, kind, ids, told } = list;
    mark();
    const items = [...ids].slice(0, MAX_ITEMS).map((item) => ({ item }));
    const isThere = isMarked(action);
    if (told >= ids.size || (isThere && items.every(({ item }) => list.found.has(item)))) return;
    list.told = ids.size;
    if (!isThere) note("no element", action);
    say("execute", { ...when, action, kind, items });
  };

  const selected = (of) => (params) => {
    for (const { action, item } of parts(params, of))
      if (action)
        soon(ECHO_MS, (when) => say("click", { ...when, action, item: of == LIST ? item : undefined }, ["click"]));
  };

  // `inList`: what it is in a list that stands in the view.
  const added = (type, inList) => (params) => {
    for (const { action, item, row } of parts(params, LIST))
      if (item)
        soon(ECHO_MS, (when) => {
          const offer = type == "wishlist_add" ? {} : offerOf(row, params);
          const from = inList && action && isPlaced(action) ? action : undefined;
          say(from ? inList : type, { ...when, action: from, item, ...offer }, [type, inList], { item });
        });
  };

  const ordered = (type, read) => (params) => {
    const fields = read(params);
    if (fields) say(type, fields);
  };

  const meanings = new Map([
    ["view_item_list", viewed(LIST, "products")],
    ["view_promotion", viewed(PROMOTION, "banner")],
    ["select_item", selected(LIST)],
    ["select_promotion", selected(PROMOTION)],
    ["add_to_cart", added("cart_add", "quick_add")],
    ["remove_from_cart", added("cart_remove")],
    ["add_to_wishlist", added("wishlist_add", "wishlist_add")],
    ["purchase", ordered("purchase", purchase)],
    ["refund", ordered("refund", refund)],
  ]);

  const take = (entry) => {
    const lists = part(part(entry, "beheld"), "lists");
    const [name, params] = eventIn(entry, (name) => meanings.has(name));
    if (lists) choose(lists);
    meanings.get(name)?.(params);
  };

  // Once the snippet has summed up a view, it sends what there is.
  ears.push({ push: safely(([text]) => hear(text) == "page_leave" && leave()) });
  addEventListener("pagehide", leave, true);
  readLayer(layer || "dataLayer", safely(take));
}

// The page must never notice us, and neither must the snippet.
const safely = (work) => (given) => {
  try {
    work(given);
  } catch {}
};

// The rows, each with the action that its list or promotion is, if it is one: what a row says of itself counts before what is said of
// all. Without rows, what is said of all.
const parts = (params, of) =>
  (rows(params, "items")[0] ? rows(params, "items") : [params]).map((row) => {
    const [byId, byName] = [of + "_id", of + "_name"];
    const action = id(row, byId) ?? id(params, byId) ?? id(row, byName) ?? id(params, byName);
    return { action: isWanted(action) && action, item: itemOf(row), row };
  });
