// What styles leave to be seen of an element, and what of it paints anything at all.
import { core } from "../snippet/core.js";
import { around, nodesIn, parentOf } from "./tree.js";

const FAINT = 0.05; // at most so opaque: nobody sees it
const DENSE = 0.8; // at least so opaque: nobody sees what is behind it
const PICTURES = /^(img|video|canvas|iframe|embed|object)$/;
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
  const [, filtered = 1, percent] = filter.match(/opacity\(([\d.]+)(%?)/) || [];
  return (opacity * filtered * opacityOf(parentOf(element))) / (percent ? 100 : 1);
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
    return !/^(none|normal)$/.test(style.content) && paints(style);
  });

// A tint may lie over a picture: one layer that lets nothing through is enough.
const isDense = ({ backgroundColor, backgroundImage }) =>
  [backgroundColor, ...backgroundImage.split(LAYERS)].some((layer) => layer != "none" && density(layer) >= DENSE);

const isPicture = (element) => PICTURES.test(element.localName);

const isLoaded = (image) => image.naturalWidth !== 0 && (image.videoWidth !== 0 || image.poster || image.controls);

const isFilled = ({ fill, fillOpacity }) => fill != "none" && density(fill) * fillOpacity >= DENSE;

/** Whether the background of an element lets nothing through. */
export const isPaintedOver = (element) => opacityOf(element) >= DENSE && isDense(getComputedStyle(element));

/** Whether what an element itself draws lets nothing through. */
export const isOpaque = (element) =>
  isPaintedOver(element) ||
  (opacityOf(element) >= DENSE &&
    ((isPicture(element) && isLoaded(element)) ||
      (element.getBBox && element.localName != "svg" && isFilled(getComputedStyle(element)))));

/** Whether what is drawn before or after the content of an element lets nothing through. */
export const isVeiled = (element) => opacityOf(element) >= DENSE && drawnBy(element, isDense);

const isPainted = (style, widget) => {
  const image = style.backgroundImage;
  return image.includes("url(") || (!widget && (image != "none" || density(style.backgroundColor) > FAINT));
};

const draws = (element) =>
  isPicture(element)
    ? isLoaded(element)
    : CONTROLS.test(element.localName) || (element.getBBox && !/^(svg|g|a)$/.test(element.localName));

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
 * them: a colour alone only keeps their place. What only `::before` and `::after` may paint comes last, since to ask for it takes
 * longest: where it `isWithin`.
 */
export function* contentsOf(node, kind, isWithin, last = []) {
  if (node.data?.trim()) {
    const range = document.createRange();
    range.selectNode(node);
    yield range;
  }
  if (!node.localName || opacityOf(node) <= FAINT) return;
  const style = getComputedStyle(node);
  const widget = WIDGETS.test(kind);
  // What is for screen readers only.
  if (style.overflow != "visible" && (node.offsetWidth < 2 || node.offsetHeight < 2)) return;
  const visible = style.visibility == "visible";
  if (visible)
    if (isPainted(style, widget) || draws(node)) yield node;
    else if (!isPicture(node)) last.push(node);
  const words = visible && showsWords(node);
  for (const child of nodesIn(node)) if (words || child.localName) yield* contentsOf(child, kind, 0, last);
  if (isWithin)
    for (const each of last)
      if (isWithin(each) && drawnBy(each, (pseudo) => pseudo.content.length > 2 || isPainted(pseudo, widget)))
        yield each;
}
