// Clicks inside actions, and the buttons that mean more: quick add, favourites, closing.
// Where the press began counts: a menu may open under the pointer, a heart may turn before the button comes up again.
import { core } from "../snippet/core.js";
import { attribute } from "../snippet/attribute.js";
import { DISABLED, ON } from "../snippet/states.js";
import { amount } from "../ga4/reading.js";
import { beside, dismissedBy, escaped, isBackdrop, popupOf } from "./dismissals.js";
import { execute } from "./markup.js";
import { target } from "./names.js";
import { isAt } from "./rectangles.js";
import { around, holds, nearest } from "./tree.js";

const { later, record } = core;

const DRAG_PX = 10;
const SELECT_PX = 2;
const ECHO_MS = 100;
const CONTROLS = "a[href],button,input,label,select,summary,[role=button],[role=link]";

let press; // the last pointer that went down: {path, disabled, on, x, y, beside: the popups that it was beside of}
let echo; // the form field that a click on its label clicks too: [field, until when]
let unheard; // timer of a press whose click never came
const waiting = []; // quick adds until the page confirms them, the latest first: [type, fields]

const meanings = { pointerdown: pressed, pointerup: released, keydown: (_, { shown }) => escaped(shown) };

/**
 * What the core heard, and the elements it came by. If that was before this file was here, it noted those that were disabled,
 * those that were on, and the actions that had a box at that moment.
 */
export function hear(event, elements, [disabled, on, shown] = []) {
  const [hit] = elements;
  const field = elements.find(({ localName }) => localName == "label")?.control;
  const path = field && !elements.includes(field) ? [field, ...elements, ...around(field)] : elements;
  const heart = markedIn(path, "wishlist");
  (meanings[event.type] || clicked)(event, {
    hit,
    path,
    disabled: path.filter((node) => (disabled ? disabled.includes(node) : node.matches(DISABLED))),
    on: heart && (on ? on.includes(fieldOf(heart) || heart) : isOn(heart)),
    shown,
  });
}

const fieldOf = (heart) => heart.control || (heart.matches("input") ? heart : heart.querySelector("input"));

const isOn = (heart) => (fieldOf(heart) || heart).matches(ON);

/** The page confirms a quick add that waited for it: with what it has to say of it, or else the latest of all. */
export function confirm(fields) {
  const wanted = fields?.item;
  const at = waiting.findIndex(([, { item }]) => wanted == null || item == wanted);
  if (at < 0) return;
  const [[type, offered]] = waiting.splice(at, 1);
  record(type, { ...offered, ...fields });
}

function pressed(event, { path, disabled, on, shown }) {
  if (!event.isPrimary) return;
  press = { path, disabled, on, x: event.clientX, y: event.clientY, beside: beside(event, path, shown) };
}

const distanceTo = ({ clientX, clientY }) => Math.hypot(clientX - press.x, clientY - press.y);

// The page may keep a click from everybody. A mouse that went down and up on a control has clicked it all the same.
function released(event) {
  if (!event.button && event.pointerType == "mouse" && press && distanceTo(event) < DRAG_PX && controlIn(press))
    unheard = later(() => tell(press), 0);
}

function clicked(event, noted) {
  clearTimeout(unheard);
  if (event.button > 1) return; // the third button opens a menu
  const { hit, path } = noted;
  const [field, until] = echo || [];
  echo = path[0] != hit && [path[0], event.timeStamp + ECHO_MS];
  if (field == hit && event.timeStamp < until) return;
  const byHand = press && event.detail;
  const moved = byHand ? distanceTo(event) : 0;
  // What came between under the pointer is not what was meant. But letting go beside a button does not press it.
  const meant =
    byHand && (!press.path[0]?.isConnected || (holds(event.target, press.path[0]) && !hasLeft(event))) ? press : noted;
  const heard = { ...meant, on: (byHand ? press.on : undefined) ?? wasOn(noted) };
  const wheel = event.button == 1;
  const selects = (moved > SELECT_PX || event.detail > 1) && getSelection().type == "Range";
  const isDrag = moved > DRAG_PX || selects;
  if (byHand) dismissedBy(press.beside);
  if (!isDrag) tell(heard, wheel, event);
  // Whoever pulls at a carousel or selects words clicks nothing; a link or a button that was pulled at works all the same, unless
  // the carousel caught the pointer meanwhile.
  else if (noted.path.includes(controlIn(heard))) later(() => event.defaultPrevented || tell(heard, wheel), 0);
}

const controlIn = ({ path }) => path.find((node) => node.matches(CONTROLS));

function hasLeft({ clientX, clientY }) {
  const control = controlIn(press);
  return control && !isAt(control, clientX, clientY);
}

const markedIn = (path, name) => path.find((node) => node.hasAttribute("data-bh-" + name));

function tell(heard, wheel, event) {
  const end = heard.path.findIndex((node) => attribute(node, "action"));
  const place = heard.path[end];
  const path = place ? heard.path.slice(0, end + 1) : heard.path;
  // What is clicked in a shadow root looks from without like a click on the element that has it.
  if (place && event && place == path[0] && isBackdrop(place, event)) return popupOf(place) || dismissedBy([place]);
  const [type, fields] = meaning({ ...heard, path }, place);
  if (!type || (wheel && !(type == "click" && heard.path.some((node) => node.href)))) return;
  const impression = place && execute(place);
  if (place && type != "wishlist_remove") impression.used = true; // whoever used it saw it
  const told = { ...impression?.which, ...fields };
  if (attribute(markedIn(path, "quick-add") || place || path[0], "quick-add") != "confirm") record(type, told);
  else waiting.unshift([type, told]);
}

function meaning({ path, disabled, on }, place) {
  const marked = (name) => markedIn(path, name);
  const [thing, button, heart] = ["item", "quick-add", "wishlist"].map(marked);
  const item = thing && attribute(thing, "item");
  const group = thing && attribute(thing, "group");
  const control = (item && (button || heart)) || marked("dismiss");
  const pressedOn = control || controlIn({ path });
  if (path.slice(0, path.indexOf(pressedOn) + 1).some((node) => disabled.includes(node))) return [];
  if (item && button) return [place ? "quick_add" : "cart_add", { item, group, ...offer(button, thing) }];
  if (item && heart) return ["wishlist_" + (attribute(heart, "wishlist") || (on ? "remove" : "add")), { item, group }];
  if (place) return control ? ["dismiss"] : ["click", { item, group, target: target(path[0]) }];
  return [];
}

// By the keyboard: a field has changed before its click is heard.
function wasOn({ path, on }) {
  const heart = markedIn(path, "wishlist");
  return heart && on != (fieldOf(heart) == path[0]);
}

// Attributes are written for people: "1.234,50 €".
const decimal = (element, name) => amount(attribute(element, name));

// A price without its currency would mean nothing.
function offer(button, thing) {
  const quantity = decimal(button, "quantity") || decimal(thing, "quantity") || 1;
  const priced = nearest(thing, "[data-bh-currency]");
  return {
    quantity,
    ...(priced && { price: decimal(thing, "price"), currency: attribute(priced, "currency") }),
  };
}
