// Clicks inside actions, and the buttons that mean more: quick add, favourites, closing. Heard before the page can stop them.
import { record } from "./events.js";
import { execute } from "./markup.js";
import { listen } from "./safely.js";
import { doc } from "./script_tag.js";
import { attribute, target } from "./text.js";

/** Start to hear clicks. */
export const startClicks = () => listen(doc, "click auxclick", clicked);

function clicked(event) {
  if (!event.isTrusted || event.button > 1) return; // scripts click too, and the third button opens a menu
  const path = event.composedPath().filter((node) => node.getAttribute);
  const place = path.find((node) => attribute(node, "action"));
  if (place) path.splice(path.indexOf(place) + 1);
  const [type, fields] = meaning(path, place);
  if (!type) return;
  const impression = place && execute(place);
  if (place && type != "wishlist_remove") impression.used = true; // whoever used it saw it
  record(type, { ...impression?.which, ...fields });
}

function meaning(path, place) {
  const marked = (name) => path.find((node) => node.hasAttribute("data-bh-" + name));
  const [thing, button, heart] = ["item", "quick-add", "wishlist"].map(marked);
  const item = thing && attribute(thing, "item");
  const group = thing && attribute(thing, "group");
  if (item && button) return [place ? "quick_add" : "cart_add", { item, group, ...offer(button, thing) }];
  if (item && heart) return ["wishlist_" + (attribute(heart, "wishlist") || toggled(heart)), { item, group }];
  if (place) return marked("dismiss") ? ["dismiss"] : ["click", { item, group, target: target(path[0]) }];
  return [];
}

const toggled = (heart) => (heart.getAttribute("aria-pressed") == "true" ? "remove" : "add");

// A price without its currency would mean nothing.
function offer(button, thing) {
  const quantity = attribute(button, "quantity") || attribute(thing, "quantity") || 1;
  const priced = thing.closest("[data-bh-currency]");
  return {
    quantity: +quantity || quantity,
    ...(priced && { price: attribute(thing, "price"), currency: attribute(priced, "currency") }),
  };
}
