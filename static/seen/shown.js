// What styles leave to be seen of an element, and what of it paints anything at all.
import { core } from "../snippet/core.js";
import { contains, isAt } from "./rectangles.js";
import { around, nodesIn, parentOf, rangeOf } from "./tree.js";

const FAINT = 0.05; // at most so opaque: nobody sees it
const DENSE = 0.8; // at least so opaque: nobody sees what is behind it
const PICTURES = /^(img|image|video|canvas|iframe|embed|object)$/;
const CONTROLS = /^(input|select|textarea|progress|meter)$/;
const LAYERS = /, (?=[a-z-]*(?:t|url)\()/; // of a background: gradients, image-sets and pictures
const WIDGETS = /^(products|articles)$/;

const known = [];
let asked;

/** Ask anew what styles say; or only if the answers are as many milliseconds old. */
export function lookAfresh(age = 0) {
  if (core.clock() - asked < age) return;
  asked = core.clock();
  known.map((answers) => answers.clear());
}

/** The same function, which asks once in a look. */
export function onceInALook(ask) {
  const answers = new Map();
  known.push(answers);
  return (element) => {
    if (!answers.has(element)) answers.set(element, ask(element));
    return answers.get(element);
  };
}

// How opaque an element is, with all that it stands in: 0 to 1.
const opacityOf = onceInALook((element) => {
  if (!element) return 1;
  const { opacity, filter } = getComputedStyle(element);
  const [, filtered = 1] = filter.match(/opacity\(([\d.]+)/) || [];
  return opacity * filtered * opacityOf(parentOf(element));
});

const undrawn = (element) => {
  const { display, visibility } = getComputedStyle(element);
  if (visibility != "visible") return "visibility";
  // What has no box of its own is shown by those in it. Content that the browser skips has boxes, and Safari asks since 17.4.
  return display != "contents" && !(element.checkVisibility?.() ?? element.getClientRects()[0]) && "display";
};

/** Whether styles leave the element visible: none of display, visibility, opacity or content-visibility hides it. */
export const isShown = onceInALook((element) => !undrawn(element) && opacityOf(element) > FAINT);

/** The style that hides an element, or its size if none does. */
export const hiddenBy = (element) => undrawn(element) || (isShown(element) ? "size" : "opacity");

// The least opaque of the colours in a style.
const density = (colours) =>
  Math.min(1, ...(colours.match(/(rgba\([^)]*,|\/) [\d.]+(?=\))/g) || []).map((colour) => colour.split(" ").pop()));

const drawnBy = (element, paints) =>
  ["::before", "::after"].some((pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const { display, visibility, content, opacity } = style;
    return !/^none|,hidden|,(none|normal)$/.test([display, visibility, content]) && opacity > FAINT && paints(style);
  });

// A tint may lie over a picture: one layer that lets nothing through is enough. A picture that is drawn once in its own size is an
// icon, as on players, and what is blended with what is behind it shows that.
const isDense = ({ opacity, mixBlendMode, backgroundColor, backgroundImage, backgroundSize, backgroundRepeat }) =>
  opacity >= DENSE &&
  mixBlendMode == "normal" &&
  [
    backgroundColor,
    ...(backgroundSize + backgroundRepeat == "autono-repeat" ? [] : backgroundImage.split(LAYERS)),
  ].some((layer) => layer != "none" && density(layer) >= DENSE);

// One pixel, or a frame that nothing was written into, keeps the place of what may come.
const isPictureHere = (image) =>
  PICTURES.test(image.localName) &&
  !(image.naturalWidth < 2) &&
  (image.videoWidth !== 0 || image.poster || image.controls) &&
  image.contentDocument?.body?.firstChild !== null;

const isFilled = ({ fill, fillOpacity }) => fill != "none" && density(fill) * fillOpacity >= DENSE;

/** Whether the background of an element lets nothing through. */
export const isPaintedOver = (element) => opacityOf(element) >= DENSE && isDense(getComputedStyle(element));

// Whether what an element itself draws lets nothing through.
const isOpaque = (element) =>
  isPaintedOver(element) ||
  (opacityOf(element) >= DENSE &&
    (isPictureHere(element) || (element.getBBox && element.localName != "svg" && isFilled(getComputedStyle(element)))));

// Where what is drawn before or after the content of an element is: in the window, if it is fixed, else in the element.
function boxOf(style, element) {
  const { left, top } = style.position == "fixed" ? new DOMRect() : element.getBoundingClientRect();
  const [x, y, width, height] = ["left", "top", "width", "height"].map((name) => parseFloat(style[name]));
  return new DOMRect(left + x, top + y, width, height);
}

/** Whether what is drawn before or after the content of an element lets nothing through; at a point, or anywhere. */
export const isVeiled = (element, x, y) =>
  opacityOf(element) >= DENSE &&
  drawnBy(element, (style) => isDense(style) && (x == null || contains(boxOf(style, element), x, y)));

/** Whether a layer hides what is behind it at a point. In front of its own content is only what it draws before and after that. */
export function covers(layer, x, y, veilOnly) {
  if (!isShown(layer)) return;
  if (!veilOnly && isAt(layer, x, y) && isOpaque(layer)) return true;
  // Outside of its own boxes it is hit by what is in its shadow, or by the curtain of a dialog.
  const shadow = layer.shadowRoot;
  const inner = shadow?.elementFromPoint(x, y);
  if (shadow?.contains(inner) && covers(inner, x, y)) return true;
  return isVeiled(layer, x, y) || (!veilOnly && layer.localName == "dialog");
}

const isPainted = (style, widget) => {
  const image = style.backgroundImage;
  return image.includes("url(") || (!widget && (image != "none" || density(style.backgroundColor) > FAINT));
};

const draws = (element, widget) =>
  isPictureHere(element) ||
  CONTROLS.test(element.localName) ||
  (!widget && element.getBBox && !/^(svg|g|a)$/.test(element.localName));

// Words without a colour show all the same what fills them, or their shadow or outline.
const showsWords = (node) => {
  const style = getComputedStyle(node);
  return (
    density(style.webkitTextFillColor) > FAINT ||
    style.textShadow != "none" ||
    style.webkitTextStrokeWidth != "0px" ||
    around(node).some((each) => getComputedStyle(each).webkitBackgroundClip.includes("text"))
  );
};

/**
 * What of an element is seen: the elements that paint, and the texts, one after the other. A widget of items is nothing without
 * them: colours and shapes alone only keep their place. What only `::before` and `::after` may paint comes last, since to ask for it takes
 * longest: where it `isWithin`.
 */
export function* contentsOf(node, kind, isWithin, last = []) {
  if (node.data?.trim()) yield rangeOf(node);
  if (!node.localName || opacityOf(node) <= FAINT) return;
  const style = getComputedStyle(node);
  const widget = WIDGETS.test(kind);
  // What is for screen readers only.
  if (style.overflow != "visible" && (node.offsetWidth < 2 || node.offsetHeight < 2)) return;
  const visible = style.visibility == "visible";
  if (visible)
    if (isPainted(style, widget) || draws(node, widget)) yield node;
    else if (!PICTURES.test(node.localName)) last.push(node);
  const words = visible && showsWords(node);
  for (const child of nodesIn(node)) if (words || child.localName) yield* contentsOf(child, kind, 0, last);
  if (isWithin)
    for (const each of last)
      if (isWithin(each) && drawnBy(each, (pseudo) => pseudo.content.length > 2 || isPainted(pseudo, widget)))
        yield each;
}
