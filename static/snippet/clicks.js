// Clicks inside actions, and the buttons that mean more: quick add, favourites, closing. Heard before the page can stop them.
// Where the press began counts: a menu may open under the pointer, a heart may turn before the button comes up again.
import { dismissedBy, isBackdrop, popups } from "./dismissals.js";
import { record } from "./events.js";
import { execute } from "./markup.js";
import { later, listen } from "./safely.js";
import { attribute, target } from "./text.js";
import { holds, nearest } from "./tree.js";

const DRAG_PX = 10;
const SELECT_PX = 2;
const ECHO_MS = 100;
const CONTROLS = "a[href],button,input,label,select,summary,[role=button],[role=link]";

let press; // the last pointer that went down: {path, on, x, y}
let echo; // the form field that a click on its label clicks too: [field, until when]
let unheard; // timer of a press whose click never came
const waiting = new Map(); // quick adds until the page confirms them, by item

/** Start to hear clicks. */
export function startClicks() {
  listen(window, "pointerdown", pressed);
  listen(window, "pointerup", released);
  listen(window, "click auxclick", clicked);
}

/** The page confirms a quick add that waited for it: with what it has to say of it, or else the latest of all. */
export function confirm(fields) {
  const item = fields?.item ?? [...waiting.keys()].pop();
  const [type, offered] = waiting.get(item) || [];
  waiting.delete(item);
  if (type) record(type, { ...offered, ...fields });
}

const pathOf = (event) => {
  const path = event.composedPath().filter((node) => node.getAttribute);
  const field = path.find(({ localName }) => localName == "label")?.control;
  return field && !path.includes(field) ? [field, ...path] : path;
};

function pressed(event) {
  if (!event.isTrusted || !event.isPrimary) return;
  const path = pathOf(event);
  const heart = markedIn(path, "wishlist");
  press = { path, on: heart && isOn(heart), x: event.clientX, y: event.clientY };
  dismissedBy(popups("[popover]").filter((popup) => !path.includes(popup)));
}

const distanceTo = ({ clientX, clientY }) => press && Math.hypot(clientX - press.x, clientY - press.y);

// The page may keep a click from everybody. A mouse that went down and up on a control has clicked it all the same.
function released(event) {
  const { path } = press || {};
  if (event.isTrusted && !event.button && event.pointerType == "mouse" && path && distanceTo(event) < DRAG_PX)
    if (path.some((node) => node.matches("a[href],button:enabled"))) unheard = later(() => tell(path, press.on), 0);
}

function clicked(event) {
  clearTimeout(unheard);
  if (!event.isTrusted || event.button > 1) return; // scripts click too, and the third button opens a menu
  const [hit] = event.composedPath();
  let path = pathOf(event);
  const [field, until] = echo || [];
  echo = path[0] != hit && [path[0], event.timeStamp + ECHO_MS];
  if (field == hit && event.timeStamp < until) return;
  const byHand = press && event.detail;
  const moved = byHand ? distanceTo(event) : 0;
  // What came between under the pointer is not what was meant.
  if (byHand && (!press.path[0]?.isConnected || holds(event.target, press.path[0]))) path = press.path;
  const wheel = event.button == 1;
  const on = byHand ? press.on : undefined;
  const isDrag = moved > DRAG_PX || (moved > SELECT_PX && getSelection().type == "Range");
  if (!isDrag) tell(path, on, wheel, event);
  // Whoever pulls at a carousel or selects words clicks nothing; a link or a button that was pulled at works all the same.
  else if (path.some((node) => node.matches(CONTROLS))) later(() => event.defaultPrevented || tell(path, on, wheel), 0);
}

const markedIn = (path, name) => path.find((node) => node.hasAttribute("data-bh-" + name));

function tell(given, on, wheel, event) {
  const end = given.findIndex((node) => attribute(node, "action"));
  const place = given[end];
  const path = place ? given.slice(0, end + 1) : given;
  // What is clicked in a shadow root looks from without like a click on the element that has it.
  if (place && event && place == given[0] && isBackdrop(place, event)) return dismissedBy([place]);
  const [type, fields] = meaning(path, place, on);
  if (!type || (wheel && !(type == "click" && path.some((node) => node.href)))) return;
  const impression = place && execute(place);
  if (place && type != "wishlist_remove") impression.used = true; // whoever used it saw it
  const told = { ...impression?.which, ...fields };
  if (attribute(markedIn(path, "quick-add") || place || path[0], "quick-add") != "confirm") record(type, told);
  else waiting.set(fields.item, [type, told]);
}

function meaning(path, place, on) {
  const marked = (name) => markedIn(path, name);
  const [thing, button, heart] = ["item", "quick-add", "wishlist"].map(marked);
  const item = thing && attribute(thing, "item");
  const group = thing && attribute(thing, "group");
  const control = (item && (button || heart)) || marked("dismiss");
  if (control && path.slice(0, path.indexOf(control) + 1).some(isDisabled)) return [];
  if (item && button) return [place ? "quick_add" : "cart_add", { item, group, ...offer(button, thing) }];
  if (item && heart)
    return [
      "wishlist_" + (attribute(heart, "wishlist") || ((on ?? wasOn(heart, path)) ? "remove" : "add")),
      { item, group },
    ];
  if (place) return control ? ["dismiss"] : ["click", { item, group, target: target(path[0]) }];
  return [];
}

const isDisabled = (node) => node.disabled || node.getAttribute("aria-disabled") == "true";

const fieldOf = (heart) => heart.control || (heart.matches("input") ? heart : heart.querySelector("input"));

const isOn = (heart) =>
  fieldOf(heart)?.checked ?? ["aria-pressed", "aria-checked"].some((name) => heart.getAttribute(name) == "true");

// By the keyboard: a field has changed before its click is heard.
const wasOn = (heart, path) => isOn(heart) != (fieldOf(heart) == path[0]);

// Attributes are written for people, whose decimals may stand behind a comma.
const decimal = (element, name) => attribute(element, name)?.replace(/,(\d\d?)$/, ".$1");

// A price without its currency would mean nothing.
function offer(button, thing) {
  const quantity = decimal(button, "quantity") || decimal(thing, "quantity") || 1;
  const priced = nearest(thing, "[data-bh-currency]");
  return {
    quantity: +quantity || quantity,
    ...(priced && { price: decimal(thing, "price"), currency: attribute(priced, "currency") }),
  };
}
