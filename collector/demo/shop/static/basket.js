// The cart and the wish list: item ids and quantities, in this browser, shown in the header of every page.
import { cents, catalogue, itemNamed } from "./catalogue.js";
import { recall, remember } from "./memory.js";

const MOST = 20;

/** What is in the cart: {item: quantity}. */
export const cart = () => recall("cart", {});

/** The wish-listed items, oldest first. */
export const wishes = () => recall("wishes", []);

/** Set how many of an item are in the cart; 0 takes it out. */
export function setQuantity(item, quantity) {
  const kept = cart();
  kept[item] = Math.min(MOST, Math.max(0, Math.trunc(quantity) || 0));
  if (!kept[item]) delete kept[item];
  remember("cart", kept);
  showCounts();
}

/** Put more of an item into the cart. */
export const add = (item, quantity = 1) => setQuantity(item, (cart()[item] || 0) + quantity);

/** Take everything out of the cart. */
export function emptyCart() {
  remember("cart", {});
  showCounts();
}

/** Give an item a heart, or take it back; says whether it has one now. */
export function toggleWish(item) {
  const kept = wishes();
  const wished = !kept.includes(item);
  remember("wishes", wished ? [...kept, item] : kept.filter((one) => one != item));
  showCounts();
  return wished;
}

/** Show how much there is in the header. */
export function showCounts() {
  const counts = { cart: Object.values(cart()).reduce((sum, quantity) => sum + quantity, 0), wishes: wishes().length };
  for (const place of document.querySelectorAll("[data-count]")) {
    place.textContent = counts[place.dataset.count];
    place.hidden = !counts[place.dataset.count];
  }
}

/** The cart with names, prices and sums, in cents. */
export async function bill() {
  const lines = [];
  for (const [item, quantity] of Object.entries(cart())) {
    const found = await itemNamed(item);
    if (found) lines.push({ ...found, quantity, sum: cents(found.price) * quantity });
  }
  const shop = await catalogue();
  const goods = lines.reduce((sum, line) => sum + line.sum, 0);
  const free = cents(shop.free_shipping_from);
  const shipping = !goods || goods >= free ? 0 : cents(shop.shipping);
  return { lines, goods, shipping, total: goods + shipping, free };
}
