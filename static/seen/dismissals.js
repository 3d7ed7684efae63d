// Popups that a visitor closes without a button that says so: by Escape, or by a click beside them.
import { core } from "../snippet/core.js";
import { execute } from "./markup.js";
import { isShown, lookAfresh } from "./shown.js";
import { every, nearest } from "./tree.js";

const FADED_MS = 500;
const POPUPS = "dialog,[popover],[role=dialog],[role=alertdialog],[data-bh-kind=popup]";

const isThere = (place) => place.isConnected && place.getClientRects()[0] && isShown(place);

/** The actions that are popups, or stand in one, and are shown now; `shown`: those that were shown before this file came. */
export function popups(selector, shown) {
  lookAfresh();
  return (shown || every("[data-bh-action]")).filter((place) => nearest(place, selector) && (shown || isThere(place)));
}

/** What of these the visitor has closed in a moment is dismissed. */
export function dismissedBy(places) {
  const opened = core.view;
  const look = () => {
    lookAfresh();
    places = places.filter((place) => {
      if (isThere(place) || opened != core.view) return true;
      const impression = execute(place);
      impression.used = true;
      core.record("dismiss", impression.which);
    });
  };
  if (places[0]) for (const ms of [0, FADED_MS]) core.later(look, ms);
}

/** Whether a click on an action itself was beside its content: on the curtain of a dialog, or on what fills the window around it. */
export function isBackdrop(place, { target, clientX, clientY }) {
  if (place != target) return false;
  const { left, right, top, bottom } = place.getBoundingClientRect();
  if (clientX < left || clientX > right || clientY < top || clientY > bottom) return true;
  return left <= 0 && top <= 0 && right >= innerWidth && bottom >= innerHeight && !!place.firstElementChild;
}

/** Escape was pressed. */
export const escaped = (shown) => dismissedBy(popups(POPUPS, shown));
